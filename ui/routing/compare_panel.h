// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "backend/domain/route_figures.h"

namespace saga::ui {

class Banner;
class FigureTable;
class PlainTextLabel;
class RoutingController;

// The routes side by side, over the last quarter of an hour or the one before a rollback, and what that says about the
// canary: in words and with the numbers that it rests on.
class ComparePanel final : public QWidget {
  Q_OBJECT

 public:
  explicit ComparePanel(RoutingController& controller, QWidget* parent = nullptr);
  void refresh();
  [[nodiscard]] const CanaryJudgement& judgement() const { return judgement_; }

 private:
  RoutingController& controller_;
  CanaryJudgement judgement_;
  PlainTextLabel* period_;
  FigureTable* table_;
  Banner* verdict_;
};

}  // namespace saga::ui
