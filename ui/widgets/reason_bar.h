// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/widgets/panel.h"

class QBoxLayout;
class QLineEdit;

namespace saga::ui {

class ActionButton;
class PlainTextLabel;

// One line, two where it is narrow, that asks why something is to be done, in the place of what it is about. Enter
// never confirms.
class ReasonBar final : public Surface {
  Q_OBJECT

 public:
  explicit ReasonBar(QWidget* parent = nullptr);
  void ask(const QString& confirm, bool danger);  // what its button says: "Pause"
  void set_closed(const QString& because);        // "": it can be done, with a reason
  [[nodiscard]] ActionButton& confirm() { return *confirm_; }

 Q_SIGNALS:
  void confirmed(const QString& reason);
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh();
  void arrange();

  QString closed_;
  QBoxLayout* lines_ = nullptr;
  PlainTextLabel* label_;
  QLineEdit* reason_;
  PlainTextLabel* hint_;
  ActionButton* cancel_;
  ActionButton* confirm_;
};

}  // namespace saga::ui
