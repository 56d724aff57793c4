// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "backend/domain/overview.h"

namespace saga::ui {

// What operators did last, two lines each, as many as there is room for.
class ActionList final : public QWidget {
  Q_OBJECT

 public:
  explicit ActionList(QWidget* parent = nullptr);
  void show_actions(const std::vector<RecentAction>& actions);
  void set_greyed(bool greyed);
  // "Retry of 118 sagas; lee.jiwon · 11:21:03 · stock is back", the newest first.
  [[nodiscard]] QStringList lines() const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  std::vector<RecentAction> actions_;
  bool known_ = false;
  bool greyed_ = false;
};

}  // namespace saga::ui
