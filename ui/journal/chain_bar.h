// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/widgets/icons.h"

namespace saga::ui {

class ActionButton;
class JournalController;
class PlainTextLabel;

// What is known of the chains: not verified yet, how far the verification is, sound, or where they are broken first.
// It is always there, so that no row moves when it has something else to say.
class ChainBar final : public QWidget {
  Q_OBJECT

 public:
  explicit ChainBar(JournalController& controller, QWidget* parent = nullptr);
  void refresh();
  [[nodiscard]] QString title() const;
  [[nodiscard]] QString detail() const;

 Q_SIGNALS:
  void breach_wanted();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void tell(Icon icon, const QString& title, const QString& detail);
  void tell_report();

  JournalController& controller_;
  Icon icon_ = Icon::Info;
  PlainTextLabel* title_;
  PlainTextLabel* detail_;
  ActionButton* show_;
  ActionButton* verify_;
};

}  // namespace saga::ui
