// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace saga::ui {

class FigureTable;
class PlainTextLabel;
class RoutingController;

// Why does a user take a route? Decided here, by the rule that the gateways have, as one types; nothing is asked. Those
// that were looked up stay below, with what the rule says without the rollback.
class ExplainPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit ExplainPanel(RoutingController& controller, QWidget* parent = nullptr);
  void refresh();
  void focus_field();
  // A user that was asked about: now, and without the rollback.
  struct Line {
    QString user;
    QString now;
    QString without_rollback;
    friend bool operator==(const Line&, const Line&) = default;
  };
  [[nodiscard]] std::vector<Line> lines() const;
  [[nodiscard]] QString answer() const;

 private:
  struct User {
    std::int64_t id = 0;
    bool vip = false;
    friend bool operator==(const User&, const User&) = default;
  };
  void keep();
  [[nodiscard]] std::optional<User> asked() const;

  RoutingController& controller_;
  QLineEdit* field_;
  QCheckBox* vip_;
  PlainTextLabel* answer_;
  FigureTable* table_;
  std::deque<User> users_;  // the newest first
};

}  // namespace saga::ui
