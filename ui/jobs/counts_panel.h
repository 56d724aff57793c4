// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include <QWidget>

#include "backend/domain/job.h"

namespace saga::ui {

class Chip;
class CountsBar;
class PlainTextLabel;

// How far a job is: the figure, the bar, and what has become of its sagas in numbers that add up to what was requested.
// Each number narrows the items below to those that it counts.
class CountsPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit CountsPanel(QWidget* parent = nullptr);
  // `rest`: how long the rest takes at this rate; "": not known.
  void show_counts(const JobCounts& counts, const QString& rest);
  void show_only(const std::vector<JobItemStatus>& only);
  [[nodiscard]] QString sum() const;

 Q_SIGNALS:
  void only_wanted(const std::vector<JobItemStatus>& only);

 private:
  struct Part {
    std::vector<JobItemStatus> statuses;
    Chip* chip;
  };
  PlainTextLabel* figure_;
  PlainTextLabel* of_;
  PlainTextLabel* rest_;
  CountsBar* bar_;
  std::vector<Part> parts_;
  PlainTextLabel* sum_;
  PlainTextLabel* again_;
};

}  // namespace saga::ui
