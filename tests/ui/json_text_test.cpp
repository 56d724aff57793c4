// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/json_text.h"

#include <gtest/gtest.h>

namespace saga::ui {
namespace {

TEST(JsonText, SpansTellNamesFromTexts) {
  const auto spans = json_spans(QStringLiteral("  \"key\": \"text\", \"n\": -1.5e3, \"t\": true"));
  ASSERT_EQ(spans.size(), 6u);
  EXPECT_EQ(spans[0].part, JsonPart::Key);
  EXPECT_EQ(spans[1].part, JsonPart::String);
  EXPECT_EQ(spans[3].part, JsonPart::Number);
  EXPECT_EQ(spans[3].length, 6);
  EXPECT_EQ(spans[5].part, JsonPart::Word);
}

TEST(JsonText, ControlSignsBecomeVisible) {
  EXPECT_EQ(visible_text(QStringLiteral("a\x1b[31mb")).toStdString(), "a␛[31mb");
  EXPECT_FALSE(visible_text(QString(QChar(0x202e)) + QStringLiteral("txt.exe")).contains(QChar(0x202e)));
}

}  // namespace
}  // namespace saga::ui
