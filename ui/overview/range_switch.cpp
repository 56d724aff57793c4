// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/range_switch.h"

#include <QHBoxLayout>

#include "ui/overview/overview_words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/tokens.h"

namespace saga::ui {

RangeSwitch::RangeSwitch(const std::vector<std::chrono::minutes>& ranges, std::chrono::minutes chosen, QWidget* parent)
    : QWidget(parent) {
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(space::kHalf);
  for (const std::chrono::minutes range : ranges) {
    auto* chip = new Chip(range_text(range));
    chip->setAutoExclusive(true);
    chip->setChecked(range == chosen);
    chip->setAccessibleName(tr("Flow of the last %1").arg(range_text(range)));
    chip->setToolTip(tr("Flow of the last %1").arg(range_text(range)));
    connect(chip, &Chip::toggled, this, [this, range](bool on) {
      if (on) Q_EMIT this->chosen(range);
    });
    chips_.emplace_back(range, chip);
    line->addWidget(chip);
  }
}

void RangeSwitch::show_range(std::chrono::minutes range) {
  for (const auto& [of, chip] : chips_) {
    if (of == range) chip->setChecked(true);
    chip->setFocusPolicy(of == range ? Qt::StrongFocus : Qt::ClickFocus);  // Tab leads to the one that is chosen
  }
}

}  // namespace saga::ui
