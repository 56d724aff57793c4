// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/filter_chips.h"

#include <algorithm>

#include <QHBoxLayout>

#include "ui/widgets/chip.h"
#include "ui/widgets/format.h"

namespace saga::ui {

FilterChips::FilterChips(QWidget* parent) : QWidget(parent), all_(new Chip(tr("All"))) {
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(space::kHalf);
  line->addWidget(all_);
  using enum Condition;
  for (const Condition condition : {Running, Compensating, Stuck, NeedsAttention, Compensated, Completed}) {
    auto* chip = new Chip(status_kind(condition));
    chips_.emplace_back(condition, chip);
    line->addWidget(chip);
    connect(chip, &Chip::clicked, this, [this] {
      all_->setChecked(conditions().empty());
      Q_EMIT changed();
    });
  }
  line->addStretch(1);
  all_->setChecked(true);
  connect(all_, &Chip::clicked, this, [this] {
    show_conditions({});
    Q_EMIT changed();
  });
}

void FilterChips::show_counts(const ConditionCounts& counts) {
  all_->show_count(count_text(counts.all));
  for (const auto& [condition, count] : counts.counts) {
    const auto found = std::ranges::find(chips_, condition, &std::pair<Condition, Chip*>::first);
    if (found != chips_.end()) found->second->show_count(count_text(count));
  }
}

void FilterChips::show_conditions(const std::vector<Condition>& conditions) {
  all_->setChecked(conditions.empty());
  for (const auto& [condition, chip] : chips_) {
    chip->setChecked(std::ranges::find(conditions, condition) != conditions.end());
  }
}

std::vector<Condition> FilterChips::conditions() const {
  std::vector<Condition> out;
  for (const auto& [condition, chip] : chips_) {
    if (chip->isChecked()) out.push_back(condition);
  }
  return out;
}

}  // namespace saga::ui
