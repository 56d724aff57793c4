// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/json_text.h"

#include <gtest/gtest.h>

namespace saga::ui {
namespace {

std::string indented(const char* text) { return indented_json(QString::fromUtf8(text)).toStdString(); }

TEST(JsonText, IndentsWithoutTouchingAToken) {
  EXPECT_EQ(indented(R"({"a":1.10,"a":[1e400,"x:{,}"],"e":{},"n":null})"),
            "{\n  \"a\": 1.10,\n  \"a\": [\n    1e400,\n    \"x:{,}\"\n  ],\n  \"e\": {},\n  \"n\": null\n}")
      << "duplicate names, odd numbers and signs inside strings stay as they are";
}

TEST(JsonText, WhatHasLinesAlreadyStays) { EXPECT_EQ(indented("{\n \"a\":1}"), "{\n \"a\":1}"); }

TEST(JsonText, EscapedQuotesDoNotEndAString) {
  EXPECT_EQ(indented(R"({"a":"\"}{\\"})"), "{\n  \"a\": \"\\\"}{\\\\\"\n}");
}

TEST(JsonText, OnlyObjectsAndArraysAreJson) {
  EXPECT_TRUE(is_json(QStringLiteral("{\"a\":1}")));
  EXPECT_TRUE(is_json(QStringLiteral(" [1]")));
  EXPECT_FALSE(is_json(QStringLiteral("{\"a\":1")));
  EXPECT_FALSE(is_json(QStringLiteral("deadline of 3 s exceeded")));
  EXPECT_FALSE(is_json(QString()));
  EXPECT_FALSE(is_json(QLatin1Char('[') + QString(kMostJson, QLatin1Char(' ')) + QLatin1Char(']')))
      << "too large to colour";
}

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
