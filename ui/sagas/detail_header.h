// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "backend/ports/saga_reader.h"
#include "ui/widgets/panel.h"

class QGridLayout;
class QHBoxLayout;
class QVBoxLayout;

namespace saga::ui {

class ActionButton;
class PlainTextLabel;
class SagasController;
class StatusPill;

// The head of the detail panel: which saga, who and how much, what may be done to it and why not.
class DetailHeader final : public Surface {
  Q_OBJECT

 public:
  explicit DetailHeader(SagasController& controller, QWidget* parent = nullptr);
  void refresh();
  // Wide: the actions stand in the first line.
  void set_wide(bool wide);
  // Without actions while one of them is being asked for.
  void show_actions(bool shown);
  // Why there is no saga before and behind this one in the list; empty: there is.
  void show_neighbours(const QString& no_previous, const QString& no_next);

 Q_SIGNALS:
  void neighbour_wanted(int direction);  // -1: the one above in the list
  void action_wanted(saga::Action action);
  void close_wanted();

 private:
  struct Fact {
    PlainTextLabel* name;
    PlainTextLabel* value;
  };
  Fact add_fact(QGridLayout& grid, int row, int column, const QString& name, bool mono);
  void refresh_actions();

  SagasController& controller_;
  StatusPill* pill_;
  PlainTextLabel* id_;
  ActionButton* copy_;
  ActionButton* previous_;
  ActionButton* next_;
  ActionButton* close_;
  QHBoxLayout* line_;
  QVBoxLayout* column_;
  bool wide_ = false;
  std::array<Fact, 6> facts_;
  QWidget* actions_;
  ActionButton* retry_;
  ActionButton* compensate_;
  QWidget* reasons_;
  PlainTextLabel* reason_;
};

}  // namespace saga::ui
