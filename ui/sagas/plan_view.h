// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "backend/domain/action.h"
#include "backend/ports/saga_reader.h"
#include "ui/widgets/icons.h"

namespace saga::ui {

// What an action would do, line by line in its order, or why it would do nothing.
struct PlanLine {
  Icon icon = Icon::Info;
  QString step;
  QString effect;
  QString amount = {};
  QString unit = {};
  bool quiet = false;
};

struct PlanText {
  std::vector<PlanLine> lines = {};
  QString refused = {};  // instead of lines
  QString summary = {};  // one sentence below them
};

[[nodiscard]] PlanText plan_text(Action action, const SagaDetail& detail, TimePoint server_now);

class PlanView final : public QWidget {
  Q_OBJECT

 public:
  explicit PlanView(QWidget* parent = nullptr);
  void show_plan(PlanText plan);
  // Room that is kept, so that switching between plans moves nothing.
  void set_least_lines(int lines);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] int foot_height() const;

  PlanText plan_;
  int least_lines_ = 0;
};

}  // namespace saga::ui
