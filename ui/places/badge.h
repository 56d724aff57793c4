// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

#include <QString>

namespace saga::ui {

// What stands beside a page in the navigation. A plain text is what waits for a person there, "": nothing.
struct Badge {
  enum class Tone { Alarm, Quiet };

  Badge() = default;
  Badge(QString what) : text(std::move(what)) {}
  Badge(QString what, Tone loud, QString says) : text(std::move(what)), tone(loud), spoken(std::move(says)) {}

  QString text = {};
  Tone tone = Tone::Alarm;
  QString spoken = {};  // in whole words; "": so many need attention
  friend bool operator==(const Badge&, const Badge&) = default;
};

}  // namespace saga::ui
