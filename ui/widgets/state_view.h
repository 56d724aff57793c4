// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/widgets/icons.h"

namespace saga::ui {

class ActionButton;
class PlainTextLabel;

// What stands in the place of content that is not there: why, and what can be done. Never a blank.
class StateView final : public QWidget {
  Q_OBJECT

 public:
  explicit StateView(QWidget* parent = nullptr);

  void tell(Icon icon, const QColor& tint, const QString& title, const QString& detail);
  // Empty texts hide the buttons. The first is the filled one.
  void set_buttons(const QString& first, const QString& second = {});
  [[nodiscard]] QString title() const;
  [[nodiscard]] QString detail() const;

 Q_SIGNALS:
  void first_pressed();
  void second_pressed();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Icon icon_ = Icon::Info;
  QColor tint_;
  QWidget* picture_;
  PlainTextLabel* title_;
  PlainTextLabel* detail_;
  ActionButton* first_;
  ActionButton* second_;
};

}  // namespace saga::ui
