// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

namespace saga::ui {

class ActionButton;
class CanarySlider;
class PlainTextLabel;
class RoutingController;
class SwitchPicture;

// Which way payments take: the switch of the event-driven route, the canary, the rule for VIP users. It proposes; the
// change itself is asked for elsewhere.
class TogglePanel final : public QWidget {
  Q_OBJECT

 public:
  explicit TogglePanel(RoutingController& controller, QWidget* parent = nullptr);
  void refresh();
  void focus_content();
  // Back to what is in force.
  void forget_proposal();

 Q_SIGNALS:
  void change_wanted(const QString& toggle, const QString& value);

 private:
  void refresh_meaning();
  [[nodiscard]] int in_force() const;

  RoutingController& controller_;
  std::optional<int> proposed_;  // by a person, in per cent
  SwitchPicture* picture_;
  PlainTextLabel* title_;
  PlainTextLabel* detail_;
  ActionButton* turn_;
  PlainTextLabel* percent_;
  PlainTextLabel* before_;
  CanarySlider* slider_;
  PlainTextLabel* meaning_;
  PlainTextLabel* vip_;
  ActionButton* apply_;
  ActionButton* back_;
  PlainTextLabel* hint_;
};

}  // namespace saga::ui
