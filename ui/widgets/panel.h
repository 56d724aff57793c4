// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <optional>

#include <QFrame>

#include "ui/widgets/tokens.h"

class QHBoxLayout;

namespace saga::ui {

// A rectangle of one surface, with hairlines instead of boxes: which sides have a line is said by the owner.
class Surface : public QWidget {
  Q_OBJECT

 public:
  enum Side { None = 0, Top = 1, Bottom = 2, Left = 4, Right = 8 };
  explicit Surface(Color fill, int sides = None, QWidget* parent = nullptr);
  void set_fill(Color fill);
  void set_fill(const Pair& fill);
  void set_line(Color line);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Color fill_;
  std::optional<Pair> pair_;
  Color line_ = Color::BorderHairline;
  int sides_;
};

// A panel of the page: its own border, rounded, with what is inside clipped by a margin of one pixel.
class Panel final : public QWidget {
  Q_OBJECT

 public:
  explicit Panel(Color fill, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Color fill_;
};

// The head of a panel with its title; what else stands in it is added to `line`.
[[nodiscard]] Surface* panel_head(QHBoxLayout*& line, const QString& title);
// A panel with these parts, one below the other.
// `grows` is the part that has the room which the others leave; without one they share it.
[[nodiscard]] Panel* panel_of(std::initializer_list<QWidget*> parts, QWidget* grows = nullptr);

}  // namespace saga::ui
