// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_list.h"

#include <functional>
#include <map>

#include "ui/shell/fuzzy.h"

namespace saga::ui {
namespace {

constexpr int kMostRecent = 12;
constexpr int kRecentBonus = 24;  // about half a letter that begins a word: a habit, not a rule
constexpr int kByIdOnly = 48;     // found by its English name only, behind what is found by what is shown

}  // namespace

std::vector<PaletteEntry> ranked(std::vector<PaletteEntry> entries, const QString& typed, const QStringList& recent) {
  const QString text = typed.trimmed();
  std::multimap<int, PaletteEntry, std::greater<>> found;  // by score, those of the same as they came
  for (PaletteEntry& entry : entries) {
    const auto at = recent.indexOf(entry.id);
    const bool lately = !entry.id.isEmpty() && at >= 0;
    if (text.isEmpty()) {
      found.emplace(lately ? kMostRecent - static_cast<int>(at) : 0, std::move(entry));
      continue;
    }
    auto match = fuzzy_match(text, entry.title);
    if (!match) {
      match = fuzzy_match(text, entry.id);
      if (!match) continue;
      match->letters.clear();
      match->score -= kByIdOnly;
    }
    entry.letters = std::move(match->letters);
    found.emplace(match->score + (lately ? kRecentBonus : 0), std::move(entry));
  }
  std::vector<PaletteEntry> out;
  out.reserve(found.size());
  for (auto& [score, entry] : found) out.push_back(std::move(entry));
  return out;
}

QStringList with_recent(QStringList recent, const QString& chosen) {
  if (chosen.isEmpty()) return recent;
  recent.removeAll(chosen);
  recent.prepend(chosen);
  return recent.mid(0, kMostRecent);
}

}  // namespace saga::ui
