// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/fuzzy.h"

#include <algorithm>
#include <array>
#include <limits>

namespace saga::ui {
namespace {

constexpr int kLetter = 4;      // for every letter
constexpr int kWordStart = 10;  // it begins a word: what people abbreviate by
constexpr int kNeighbour = 8;   // it follows the letter before it at once
constexpr int kTextStart = 4;   // it begins the text
constexpr int kGap = -1;        // for every letter skipped in between, but not without end
constexpr int kMostGap = -6;
constexpr int kNone = std::numeric_limits<int>::min() / 2;

// A Hangul syllable is its initial, vowel and final in one number.
constexpr char16_t kFirstSyllable = 0xAC00;
constexpr char16_t kLastSyllable = 0xD7A3;
constexpr int kFinals = 28;
constexpr int kVowelsAndFinals = 21 * kFinals;
constexpr std::array<char16_t, 19> kInitials{u'ㄱ', u'ㄲ', u'ㄴ', u'ㄷ', u'ㄸ', u'ㄹ', u'ㅁ', u'ㅂ', u'ㅃ', u'ㅅ',
                                             u'ㅆ', u'ㅇ', u'ㅈ', u'ㅉ', u'ㅊ', u'ㅋ', u'ㅌ', u'ㅍ', u'ㅎ'};
// The initial that each final would be, were it the beginning of the next syllable; 0: none by itself.
constexpr std::array<char16_t, kFinals> kFinalAsInitial{
    0, u'ㄱ', u'ㄲ', 0,     u'ㄴ', 0,     0,     u'ㄷ', u'ㄹ', 0,     0,     0,     0,     0,
    0, 0,     u'ㅁ', u'ㅂ', 0,     u'ㅅ', u'ㅆ', u'ㅇ', u'ㅈ', u'ㅊ', u'ㅋ', u'ㅌ', u'ㅍ', u'ㅎ'};

bool syllable(char16_t c) { return c >= kFirstSyllable && c <= kLastSyllable; }
char16_t initial_of(char16_t c) { return kInitials[static_cast<std::size_t>((c - kFirstSyllable) / kVowelsAndFinals)]; }
char16_t without_final(char16_t c) { return static_cast<char16_t>(c - (c - kFirstSyllable) % kFinals); }

// `typed` may be unfinished: an initial alone, or a syllable that still waits for its final.
bool same(QChar typed, QChar letter) {
  if (typed.toCaseFolded() == letter.toCaseFolded()) return true;
  const char16_t t = typed.unicode();
  const char16_t l = letter.unicode();
  if (!syllable(l)) return false;
  if (std::ranges::find(kInitials, t) != kInitials.end()) return initial_of(l) == t;
  return syllable(t) && without_final(t) == t && without_final(l) == t;
}

bool starts_word(const QString& text, qsizetype at) {
  if (at == 0) return true;
  const QChar before = text[at - 1];
  if (!before.isLetterOrNumber()) return text[at].isLetterOrNumber();
  return before.isLower() && text[at].isUpper();
}

std::optional<FuzzyMatch> best_match(const QString& typed, const QString& text) {
  const auto letters = static_cast<std::size_t>(typed.size());
  const auto places = static_cast<std::size_t>(text.size());
  if (letters > places) return std::nullopt;
  // best[i][j]: the best score with letter i at place j; from[i][j]: where letter i - 1 stands then.
  std::vector<std::vector<int>> best(letters, std::vector<int>(places, kNone));
  std::vector<std::vector<int>> from(letters, std::vector<int>(places, -1));
  for (std::size_t i = 0; i < letters; ++i) {
    for (std::size_t j = i; j < places; ++j) {
      const auto place = static_cast<qsizetype>(j);
      if (!same(typed[static_cast<qsizetype>(i)], text[place])) continue;
      const int here = kLetter + (starts_word(text, place) ? kWordStart : 0) + (j == 0 ? kTextStart : 0);
      if (i == 0) {
        best[i][j] = here;
        continue;
      }
      for (std::size_t k = i - 1; k < j; ++k) {
        if (best[i - 1][k] == kNone) continue;
        const int skipped = static_cast<int>(j - k - 1);
        const int score = best[i - 1][k] + here + (skipped == 0 ? kNeighbour : std::max(kMostGap, skipped * kGap));
        if (score <= best[i][j]) continue;
        best[i][j] = score;
        from[i][j] = static_cast<int>(k);
      }
    }
  }
  const auto end = std::ranges::max_element(best.back());
  if (*end == kNone) return std::nullopt;
  FuzzyMatch match{*end, std::vector<int>(letters)};
  int at = static_cast<int>(end - best.back().begin());
  for (std::size_t i = letters; i-- > 0;) {
    match.letters[i] = at;
    at = from[i][static_cast<std::size_t>(at)];
  }
  // Of two that match alike, the shorter one is meant.
  match.score = match.score * 4 - std::min(static_cast<int>(places), 60) / 4;
  return match;
}

}  // namespace

std::optional<FuzzyMatch> fuzzy_match(const QString& pattern, const QString& text) {
  QString typed = pattern;
  typed.remove(QLatin1Char(' '));
  if (typed.isEmpty()) return FuzzyMatch{};
  if (auto match = best_match(typed, text)) return match;
  // While 사가 is being typed, the ㄱ stands below 사 for a moment, as 삭.
  const char16_t last = typed.back().unicode();
  if (!syllable(last)) return std::nullopt;
  const char16_t next = kFinalAsInitial[static_cast<std::size_t>((last - kFirstSyllable) % kFinals)];
  if (next == 0) return std::nullopt;
  typed.back() = QChar(without_final(last));
  typed += QChar(next);
  return best_match(typed, text);
}

}  // namespace saga::ui
