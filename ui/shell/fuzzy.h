// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QString>

namespace saga::ui {

// How well what was typed names a text: its letters in their order, with gaps. Case does not count, and Korean may be
// abbreviated or unfinished: ㅅㄱ and 삭 both find 사가.
struct FuzzyMatch {
  int score = 0;             // higher is better; comparable between texts of the same pattern
  std::vector<int> letters;  // where in the text the pattern's letters are
};

// nullopt: a letter is missing. An empty pattern matches everything with score 0. Blanks in the pattern are skipped.
[[nodiscard]] std::optional<FuzzyMatch> fuzzy_match(const QString& pattern, const QString& text);

}  // namespace saga::ui
