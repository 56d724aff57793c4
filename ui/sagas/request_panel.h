// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "backend/domain/action.h"
#include "backend/ports/saga_reader.h"
#include "ui/sagas/action_progress.h"

class QLineEdit;

namespace saga::ui {

class ActionButton;
class Banner;
class PlainTextLabel;
class PlanView;
class SagasController;
class StepList;

// Asks for the reason of one action on one saga and then follows it: requested, accepted, observed. It stands in the
// detail panel, in the place of what it is about, and holds the version that was looked at: what changes meanwhile is
// said and has to be looked at before the button opens again. Enter never confirms.
class RequestPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit RequestPanel(SagasController& controller, QWidget* parent = nullptr);

  void open(Action action);
  // The selected saga's request, already under way.
  void open_running();
  [[nodiscard]] Action action() const { return action_; }
  void refresh();

 Q_SIGNALS:
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void look();  // takes the saga as it is now as what was looked at
  void send();
  void show_editing();
  void show_progress(const ActionProgress& progress);
  [[nodiscard]] QString why_closed() const;

  SagasController& controller_;
  Action action_ = Action::Retry;
  SagaId saga_;
  int seen_version_ = 0;
  bool sent_ = false;
  PlainTextLabel* title_;
  PlainTextLabel* subject_;
  Banner* banner_;
  QWidget* editing_;
  PlanView* plan_;
  QLineEdit* reason_;
  StepList* steps_;
  PlainTextLabel* hint_;
  ActionButton* cancel_;
  ActionButton* confirm_;
};

// The stages of a request as lines.
[[nodiscard]] std::vector<struct StepLine> step_lines(const ActionProgress& progress);

}  // namespace saga::ui
