// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QWidget>

#include "ui/places/place.h"

class QBoxLayout;
class QStackedWidget;

namespace saga::ui {

class ActionButton;
class Banner;
class JournalController;
class PayloadPane;
class PlainTextLabel;
class StateView;

// One row of the journal: who did what, why, what it was before and after, and how it is chained. From here one goes to
// the saga or the job, or narrows the list.
class JournalDetail final : public QWidget {
  Q_OBJECT

 public:
  JournalDetail(JournalController& controller, GoTo go_to, QWidget* parent = nullptr);
  void refresh();
  void set_wide(bool wide);  // what was before stands beside what was after, not above it
  void open();               // what the row is about
  [[nodiscard]] PayloadPane& before() const { return *before_; }
  [[nodiscard]] PayloadPane& after() const { return *after_; }

 Q_SIGNALS:
  void who_wanted(const std::string& who);
  void on_what_wanted(const std::string& on_what);

 private:
  QWidget* build_facts();
  [[nodiscard]] QString saga() const;     // that the row is about; "": none
  [[nodiscard]] std::string job() const;  // likewise

  JournalController& controller_;
  GoTo go_to_;
  QStackedWidget* stack_;
  StateView* state_;
  PlainTextLabel* title_;
  PlainTextLabel* subject_;
  Banner* breach_;
  PlainTextLabel* on_;
  PlainTextLabel* outcome_;
  PlainTextLabel* why_;
  PlainTextLabel* hash_;
  PayloadPane* before_;
  PayloadPane* after_;
  QBoxLayout* payloads_;
  PlainTextLabel* no_before_;
  ActionButton* open_;
  ActionButton* open_job_;
  ActionButton* who_;
  ActionButton* about_;
};

}  // namespace saga::ui
