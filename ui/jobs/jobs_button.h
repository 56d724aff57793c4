// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace saga::ui {

class JobsController;

// In the bar at the bottom of the window: what runs, how far it is, and the way to it. Ctrl+J.
class JobsButton final : public QAbstractButton {
  Q_OBJECT

 public:
  explicit JobsButton(JobsController& controller, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void refresh();

  JobsController& controller_;
};

}  // namespace saga::ui
