// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "backend/services/attachment.h"
#include "ui/widgets/panel.h"

namespace saga::ui {

class ActionButton;
class FreshnessBadge;
class PlainTextLabel;

// The line at the bottom: how fresh each source is, the server's clock, and how far this workstation's is from it.
class SourceBar final : public Surface {
  Q_OBJECT

 public:
  explicit SourceBar(QWidget* parent = nullptr);
  void put(QWidget* widget);  // before the clock
  void show_source(const SourceState& state);
  void show_server_time(TimePoint server_now, WallTime here);
  // Once a second: ages grow although nothing arrives.
  void tick(WallTime now);

 Q_SIGNALS:
  void keys_wanted();
  void look_wanted(QPoint at);  // of the button's upper right corner, on the screen

 private:
  struct Shown {
    FreshnessBadge* badge;
    SourceState state;
  };
  void refresh_clock(WallTime now);

  std::map<Source, Shown> sources_;
  std::optional<std::chrono::microseconds> offset_;
  PlainTextLabel* clock_;
  ActionButton* look_;
  ActionButton* keys_;
};

}  // namespace saga::ui
