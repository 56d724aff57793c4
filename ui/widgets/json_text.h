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

// Larger texts are shown as they are: colouring them would hold up the window.
inline constexpr int kMostJson = 512 * 1024;

// A JSON object or array that is not too large for colouring.
[[nodiscard]] bool is_json(const QString& text);

// Breaks one-line JSON into indented lines. Every token is copied as it stands, so numbers keep their digits, names
// their order and duplicates. Text that has line breaks already is returned unchanged.
[[nodiscard]] QString indented_json(const QString& text);

// The tokens of one line. Strings do not span lines in JSON, so a line can be read alone.
[[nodiscard]] std::vector<JsonSpan> json_spans(const QString& line);

// Foreign text for a plain viewer: control characters become visible signs.
[[nodiscard]] QString visible_text(const QString& text);

}  // namespace saga::ui
