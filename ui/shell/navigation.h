// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractButton>
#include <QWidget>

#include "ui/places/badge.h"
#include "ui/widgets/icons.h"

class QVBoxLayout;

namespace saga::ui {

// One page in the navigation: icon, title, and a badge for what needs a person there.
class NavigationItem final : public QAbstractButton {
  Q_OBJECT

 public:
  NavigationItem(const QString& title, Icon icon, QWidget* parent = nullptr);
  void show_badge(const Badge& badge);
  void set_icons_only(bool only);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void paint_badge(QPainter& painter) const;

  Icon icon_;
  Badge badge_;
  bool icons_only_ = false;
  bool hovered_ = false;
};

// Looks like a field and opens the palette, where one types.
class OpenField final : public QAbstractButton {
  Q_OBJECT

 public:
  OpenField(const QString& text, const QString& keys, QWidget* parent = nullptr);
  void set_icons_only(bool only);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  QString keys_;
  bool icons_only_ = false;
  bool hovered_ = false;
};

class Navigation final : public QWidget {
  Q_OBJECT

 public:
  explicit Navigation(QWidget* parent = nullptr);
  void add(const QString& title, Icon icon);
  void set_current(int index);
  void show_badge(int index, const Badge& badge);
  void set_icons_only(bool only);
  [[nodiscard]] bool icons_only() const { return icons_only_; }

 Q_SIGNALS:
  void chosen(int index);
  void palette_wanted();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QVBoxLayout* column_;
  OpenField* open_;
  std::vector<NavigationItem*> items_;
  bool icons_only_ = false;
};

}  // namespace saga::ui
