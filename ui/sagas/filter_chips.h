// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include <QWidget>

#include "backend/ports/saga_reader.h"

namespace saga::ui {

class Chip;

// The conditions as chips with their counts: a filter, and the legend of the statuses.
class FilterChips final : public QWidget {
  Q_OBJECT

 public:
  explicit FilterChips(QWidget* parent = nullptr);
  void show_counts(const ConditionCounts& counts);
  void show_conditions(const std::vector<Condition>& conditions);
  [[nodiscard]] std::vector<Condition> conditions() const;

 Q_SIGNALS:
  void changed();

 private:
  Chip* all_;
  std::vector<std::pair<Condition, Chip*>> chips_;
};

}  // namespace saga::ui
