// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/panel.h"

namespace saga::ui {

class ActionButton;
class PlainTextLabel;
class SagasController;

// Who has taken the saga, in one line, with what one can do about it. A claim forbids nothing: it tells others.
class ClaimBar final : public Surface {
  Q_OBJECT

 public:
  explicit ClaimBar(SagasController& controller, QWidget* parent = nullptr);
  void refresh();
  // Takes the saga, takes it over, or gives it back: whatever the button says.
  void act();
  [[nodiscard]] QString says() const;
  [[nodiscard]] ActionButton& button() { return *act_; }

 Q_SIGNALS:
  void note_wanted();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  SagasController& controller_;
  PlainTextLabel* text_;
  ActionButton* act_;
  ActionButton* note_;
};

}  // namespace saga::ui
