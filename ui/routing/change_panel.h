// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QWidget>

#include "ui/widgets/banner.h"
#include "ui/widgets/step_list.h"

class QLineEdit;

namespace saga::ui {

class ActionButton;
class PlainTextLabel;

// What is to be changed, as the operator reads it before saying why.
struct ChangeOffer {
  QString title;                 // the sentence that will happen: "Set the canary to 25 %"
  QString subject;               // "now 50 %, v41 by choi.hana at 13:54:10"
  std::vector<QString> meaning;  // a line each
  std::int64_t version = 0;      // as it was looked at
  QString button;                // "Set to 25 %"
  bool danger = false;
};

// Asks for the reason of one change, in the place of what it is about, and then shows what becomes of it. Enter never
// confirms. It knows nothing of what it changes: its owner does.
class ChangePanel final : public QWidget {
  Q_OBJECT

 public:
  explicit ChangePanel(QWidget* parent = nullptr);

  void offer(const ChangeOffer& what);
  // Why it cannot be confirmed now, beside the missing reason; "": it can.
  void set_closed(const QString& because);
  // What it is about has changed since it was opened: it has to be looked at again.
  void set_outdated(const QString& what);
  // Instead of the form, once it was sent.
  struct Progress {
    QString title;
    Banner::Tone tone = Banner::Tone::Info;
    Icon icon = Icon::Info;
    QString headline;
    QString detail;
    std::vector<StepLine> steps;
    bool settled = false;
  };
  void show_progress(const Progress& progress);
  [[nodiscard]] const ChangeOffer& offered() const { return offer_; }
  [[nodiscard]] bool shows_progress() const { return progress_; }
  void focus_content();

 Q_SIGNALS:
  void confirmed(const QString& reason);
  void look_wanted();  // at what it is now
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void refresh();

  ChangeOffer offer_;
  QString closed_;
  QString outdated_;
  bool progress_ = false;
  PlainTextLabel* title_;
  PlainTextLabel* subject_;
  Banner* banner_;
  QWidget* form_;
  PlainTextLabel* meaning_;
  QLineEdit* reason_;
  StepList* steps_;
  PlainTextLabel* hint_;
  ActionButton* cancel_;
  ActionButton* confirm_;
};

}  // namespace saga::ui
