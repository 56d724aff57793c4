// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include <QWidget>

#include "backend/domain/action.h"

namespace saga::ui {

class ActionButton;
class PlainTextLabel;

// The line above the table while something is chosen: how many sagas, which, and what can be done with all of them. As
// high as the line whose place it takes, so that no row moves.
class SelectionStrip final : public QWidget {
  Q_OBJECT

 public:
  explicit SelectionStrip(QWidget* parent = nullptr);
  void tell(const QString& title, const QString& detail);
  void set_copying(bool copying);
  void set_exporting(bool exporting);
  // Why the action cannot be asked for; "": it can.
  void set_closed(Action action, const QString& because);
  [[nodiscard]] QString title() const;
  [[nodiscard]] QString detail() const;

 Q_SIGNALS:
  void action_pressed(Action action);
  void copy_pressed();
  void export_pressed();
  void close_pressed();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  PlainTextLabel* title_;
  PlainTextLabel* detail_;
  std::map<Action, ActionButton*> actions_;
  ActionButton* copy_;
  ActionButton* export_;
  ActionButton* close_;
};

}  // namespace saga::ui
