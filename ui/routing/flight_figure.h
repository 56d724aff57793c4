// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "backend/ports/routing_reader.h"

namespace saga::ui {

// The largest figure of the program: the sagas still in flight during a rollback, by what they are doing, and beside it
// how long it took until no new one could begin.
class FlightFigure final : public QWidget {
  Q_OBJECT

 public:
  explicit FlightFigure(QWidget* parent = nullptr);
  void show_figures(const std::optional<SagasInFlight>& sagas, const QString& to_safe, const QString& of_instances,
                    bool safe);
  [[nodiscard]] QSize sizeHint() const override { return {360, 112}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::optional<SagasInFlight> sagas_;
  QString to_safe_, of_instances_;
  bool safe_ = false;
};

}  // namespace saga::ui
