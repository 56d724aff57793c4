// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "ui/widgets/icons.h"

namespace saga::ui {

// The stages of something under way, one below the other: mark, what, details, when.
struct StepLine {
  enum class State { Ahead, Now, Done, Bad, Unclear } state = State::Ahead;
  QString title;
  QString detail = {};
  QString time = {};
};

class StepList final : public QWidget {
  Q_OBJECT

 public:
  explicit StepList(QWidget* parent = nullptr);
  void show_lines(std::vector<StepLine> lines);
  [[nodiscard]] const std::vector<StepLine>& lines() const { return lines_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<StepLine> lines_;
};

}  // namespace saga::ui
