// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QAbstractButton>

#include "ui/widgets/icons.h"

namespace saga::ui {

// A button as the visual language draws it. A refused action stays in its place, dashed and with a lock; whoever shows
// the button shows the reason beside or below it, and the button carries it as its description.
class ActionButton final : public QAbstractButton {
  Q_OBJECT

 public:
  enum class Look { Primary, Outlined, Danger, Link, Bare };

  ActionButton(Look look, const QString& text, QWidget* parent = nullptr);
  ActionButton(Look look, Icon icon, const QString& text, QWidget* parent = nullptr);

  void set_look(Look look);
  void set_small(bool small);             // 24 pixels instead of 28
  void set_key_hint(const QString& key);  // a small key cap at the right end
  // An empty reason opens it again.
  void set_refused(const QString& reason);
  [[nodiscard]] bool refused() const { return !reason_.isEmpty(); }
  [[nodiscard]] const QString& refusal_reason() const { return reason_; }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  [[nodiscard]] int pad() const;
  [[nodiscard]] int content_width() const;

  Look look_;
  std::optional<Icon> icon_;
  QString key_hint_;
  QString reason_;
  bool small_ = false;
  bool hovered_ = false;
};

// A key as it stands on a keyboard, for hints.
int paint_key_cap(QPainter& painter, const QRect& rect, const QString& key, const QColor& ink);
[[nodiscard]] int key_cap_width(const QString& key);

}  // namespace saga::ui
