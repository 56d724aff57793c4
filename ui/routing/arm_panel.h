// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/routing/rollback_controller.h"

class QLineEdit;

namespace saga::ui {

class ActionButton;
class PlainTextLabel;

// Between the two gestures: what will happen, the reason, and the button that does it. It lies over the pages, below
// the band, and never takes the band itself away. Enter does not confirm; Escape disarms.
class ArmPanel final : public QWidget {
  Q_OBJECT

 public:
  ArmPanel(RollbackController& controller, QWidget* window);
  void confirm();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place();
  void refresh();

  RollbackController& controller_;
  QLineEdit* reason_;
  ActionButton* engage_;
  PlainTextLabel* hint_;
};

}  // namespace saga::ui
