// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace saga::ui {

// Lists the keys, over the page, without taking it away. Escape or `?` closes it.
class KeysPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit KeysPanel(QWidget* parent);
  void place();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
};

}  // namespace saga::ui
