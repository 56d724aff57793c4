// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QAbstractButton>

#include "ui/widgets/status_style.h"

namespace saga::ui {

// A filter that can be on or off, with how many it would show. With a status it is that status's legend too.
class Chip final : public QAbstractButton {
  Q_OBJECT

 public:
  explicit Chip(const QString& text, QWidget* parent = nullptr);
  explicit Chip(StatusKind status, QWidget* parent = nullptr);

  // An icon in a status's colour before the text.
  void set_mark(Icon icon, StatusKind colour);
  void show_count(const QString& count);  // empty: not known
  [[nodiscard]] const QString& count() const { return count_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void name_it();

  std::optional<StatusKind> status_;
  Icon icon_ = Icon::Info;  // with a status
  QString count_;
  bool hovered_ = false;
};

}  // namespace saga::ui
