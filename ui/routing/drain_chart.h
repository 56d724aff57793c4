// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "ui/routing/routing_controller.h"

namespace saga::ui {

// The sagas in flight since the rollback, running dry, with the line of those that wait for a person: below it nothing
// moves by itself.
class DrainChart final : public QWidget {
  Q_OBJECT

 public:
  explicit DrainChart(QWidget* parent = nullptr);
  void show_samples(std::vector<InFlightSample> samples, std::optional<TimePoint> rollback_at);
  [[nodiscard]] QSize sizeHint() const override { return {320, 112}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<InFlightSample> samples_;
  std::optional<TimePoint> rollback_at_;
};

}  // namespace saga::ui
