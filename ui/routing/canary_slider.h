// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>

namespace saga::ui {

// The canary's share of the users, 0 to 100 %. It only proposes: what is in force is marked on it, and stays in force
// until the change is applied elsewhere. By keyboard: arrows, Page Up and Down, Home, End.
class CanarySlider final : public QSlider {
  Q_OBJECT

 public:
  explicit CanarySlider(QWidget* parent = nullptr);
  void show_in_force(int percent);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] double x_of(int percent) const;
  void go_to(double x);

  int in_force_ = 0;
};

}  // namespace saga::ui
