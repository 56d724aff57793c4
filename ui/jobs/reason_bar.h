// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/jobs/job_words.h"
#include "ui/widgets/panel.h"

class QLineEdit;

namespace saga::ui {

class ActionButton;
class PlainTextLabel;

// One line that asks why a job is to be changed, in the place where it stands. Enter never confirms.
class ReasonBar final : public Surface {
  Q_OBJECT

 public:
  explicit ReasonBar(QWidget* parent = nullptr);
  void ask(JobAct act);
  void set_closed(const QString& because);  // "": it can be done, with a reason
  [[nodiscard]] JobAct act() const { return act_; }
  [[nodiscard]] ActionButton& confirm() { return *confirm_; }

 Q_SIGNALS:
  void confirmed(JobAct act, const QString& reason);
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void refresh();

  JobAct act_ = JobAct::Pause;
  QString closed_;
  PlainTextLabel* label_;
  QLineEdit* reason_;
  PlainTextLabel* hint_;
  ActionButton* cancel_;
  ActionButton* confirm_;
};

}  // namespace saga::ui
