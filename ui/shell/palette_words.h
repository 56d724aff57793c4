// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "ui/places/place.h"

namespace saga::ui {

// What a typed or pasted text names by itself, whatever the list of pages and commands holds.
struct Reading {
  enum class Kind {
    Saga,          // a whole saga id
    Filter,        // the beginning of an id, an order, a user, any other word
    Link,          // a link into this window
    OtherProfile,  // a link into another system: refused here
    NoPlace,       // a link that leads nowhere that this program knows
  };
  Kind kind = Kind::Filter;
  QString text = {};     // the id, or the filter as the filter field takes it
  Place place = {};      // Saga, Filter, Link
  QString profile = {};  // OtherProfile
  friend bool operator==(const Reading&, const Reading&) = default;
};

// The likeliest first. `profile` is the one that this window is attached by.
[[nodiscard]] std::vector<Reading> readings_of(const QString& typed, const QString& profile);

// What to search sagas for, so that those that the text may mean can be offered by name; nullopt: it names none.
[[nodiscard]] std::optional<QString> saga_search_of(const QString& typed);

}  // namespace saga::ui
