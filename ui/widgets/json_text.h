// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

namespace saga::ui {

enum class JsonPart { Key, String, Number, Word };

struct JsonSpan {
  int start = 0;
  int length = 0;
  JsonPart part = JsonPart::Word;
};

// The tokens of one line. Strings do not span lines in JSON, so a line can be read alone.
[[nodiscard]] std::vector<JsonSpan> json_spans(const QString& line);

// Foreign text for a plain viewer: control characters become visible signs.
[[nodiscard]] QString visible_text(const QString& text);

}  // namespace saga::ui
