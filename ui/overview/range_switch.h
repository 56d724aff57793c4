// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <utility>
#include <vector>

#include <QWidget>

namespace saga::ui {

class Chip;

// Chooses how far the flow of payments is looked back on: one of a few ranges, by click or by the arrow keys.
class RangeSwitch final : public QWidget {
  Q_OBJECT

 public:
  RangeSwitch(const std::vector<std::chrono::minutes>& ranges, std::chrono::minutes chosen, QWidget* parent = nullptr);
  void show_range(std::chrono::minutes range);

 Q_SIGNALS:
  void chosen(std::chrono::minutes range);

 private:
  std::vector<std::pair<std::chrono::minutes, Chip*>> chips_;
};

}  // namespace saga::ui
