// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QAbstractButton>
#include <QTimer>

#include "ui/routing/rollback_controller.h"

namespace saga::ui {

// At the right end of the environment band, on every page. The first gesture arms, which opens the panel below it; once
// the rollback is engaged it says so, for how long, and leads to the page that shows how far it is.
class RollbackButton final : public QAbstractButton {
  Q_OBJECT

 public:
  RollbackButton(RollbackController& controller, std::function<void()> show_routing, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void press();
  void refresh();
  void show_panel();
  [[nodiscard]] QString words() const;

  RollbackController& controller_;
  std::function<void()> show_routing_;
  QString reason_;  // why it is closed
  bool hovered_ = false;
  QTimer ticker_;
  QWidget* panel_ = nullptr;
};

}  // namespace saga::ui
