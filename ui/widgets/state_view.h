// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

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
  // A further button that copies the text, such as a request to whoever may grant what is missing; empty: none.
  void offer_copy(const QString& label, const QString& text);
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
  std::optional<Pair> token_;  // of the tint, so that it follows the theme
  QWidget* picture_;
  PlainTextLabel* title_;
  PlainTextLabel* detail_;
  ActionButton* first_;
  ActionButton* second_;
  ActionButton* copy_;
  QString to_copy_;
};

}  // namespace saga::ui
