// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace saga::ui {

// A few choices in a row, one of which may be in force. One stop for the Tab key; the arrows choose.
class Segments final : public QWidget {
  Q_OBJECT

 public:
  Segments(const QString& name, QStringList choices, QWidget* parent = nullptr);
  void show_choice(int choice);  // -1: none of them
  [[nodiscard]] int choice() const { return choice_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void chosen(int choice);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] QRect rect_of(int choice) const;
  [[nodiscard]] int at(QPoint point) const;
  void choose(int choice);

  QStringList choices_;
  int choice_ = -1;
  int hovered_ = -1;
};

}  // namespace saga::ui
