// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journal_chips.h"

#include <algorithm>
#include <array>

#include <QHBoxLayout>

#include "ui/journal/journal_query.h"
#include "ui/journal/journal_words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/format.h"
#include "ui/widgets/tokens.h"

namespace saga::ui {

using namespace std::chrono_literals;

JournalChips::JournalChips(QWidget* parent) : QWidget(parent), line_(new QHBoxLayout(this)) {
  line_->setContentsMargins(0, 0, 0, 0);
  line_->setSpacing(space::kHalf);
  line_->addStretch(1);
  add_area(std::nullopt)->setChecked(true);
  const std::array<std::pair<std::optional<std::chrono::seconds>, QString>, 4> spans{
      {{std::nullopt, tr("any time")}, {1h, tr("1 hour")}, {24h, tr("24 hours")}, {24h * 7, tr("7 days")}}};
  for (const auto& [within, words] : spans) {
    auto* chip = new Chip(words);
    chip->setChecked(!within);
    spans_.push_back({within, chip});
    line_->addWidget(chip);
    connect(chip, &Chip::clicked, this, [this, span = within] { Q_EMIT span_chosen(span); });
  }
}

Chip* JournalChips::add_area(const std::optional<std::string>& area) {
  auto* chip = new Chip(area ? area_text(*area) : tr("All"));
  areas_.push_back({area, chip});
  line_->insertWidget(static_cast<int>(areas_.size()) - 1, chip);
  connect(chip, &Chip::clicked, this, [this, area] { Q_EMIT area_chosen(area); });
  return chip;
}

void JournalChips::show_chains(const std::map<std::string, std::int64_t>& rows) {
  std::int64_t all = 0;
  for (const auto& [area, count] : rows) {
    all += count;
    auto found = std::ranges::find(areas_, std::optional(area), &Area::area);
    if (found == areas_.end()) {
      add_area(area)->setChecked(chosen_ == area);
      found = std::prev(areas_.end());
    }
    found->chip->show_count(count_text(count));
  }
  areas_.front().chip->show_count(rows.empty() ? QString() : count_text(all));
}

void JournalChips::show_query(const JournalQuery& query) {
  chosen_ = query.area;
  for (const Area& area : areas_) area.chip->setChecked(area.area == query.area);
  for (const Span& span : spans_) span.chip->setChecked(span.within == query.within);
}

}  // namespace saga::ui
