// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QPointer>
#include <QWidget>

#include "ui/widgets/command.h"

namespace saga::ui {

// Lists the keys that work now, over the page, without taking it away. Escape or `?` closes it.
class KeysPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit KeysPanel(QWidget* window);
  void open();
  void close_up();  // gives the keyboard back to where it was
  void place();
  [[nodiscard]] const std::vector<KeyLine>& lines() const { return lines_; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Placed {
    QRect at;
    int line;  // -1: the head of its section
    Section section;
  };
  void lay_out();

  std::vector<KeyLine> lines_;
  std::vector<Placed> placed_;
  QPointer<QWidget> before_;
};

}  // namespace saga::ui
