// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QStackedWidget;
class QTableView;

namespace saga::ui {

class DetailContext;
class DiffModel;
class PlainTextLabel;
class StateView;

// What a step made of its input: where its output differs from it.
class DiffView final : public QWidget {
  Q_OBJECT

 public:
  explicit DiffView(DetailContext& context, QWidget* parent = nullptr);
  void refresh();
  [[nodiscard]] DiffModel& model() { return *model_; }
  [[nodiscard]] StateView& state() { return *state_; }
  [[nodiscard]] QString summary() const;

 private:
  DetailContext& context_;
  DiffModel* model_;
  PlainTextLabel* summary_;
  QStackedWidget* stack_;
  QTableView* table_;
  StateView* state_;
};

}  // namespace saga::ui
