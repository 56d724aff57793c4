// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include <QString>

namespace saga::ui {

// In the order of the navigation.
enum class PageId { Overview, Sagas, Timeline, Routing, Journal };
[[nodiscard]] QString page_name(PageId page);  // "overview": as in links, the same in every language

// Somewhere in the window that one can go to: a page, and what is to be seen on it.
struct Place {
  PageId page = PageId::Sagas;
  QString saga = {};    // the saga to open, on the page Sagas
  QString filter = {};  // as it is written in the filter field of the page
  QString view = {};    // one of its saved views, by id; not in links: it means nothing to others
  friend bool operator==(const Place&, const Place&) = default;
};

// A place of a page's own that has a name, for the palette.
struct NamedPlace {
  QString id;  // the same in every language
  QString title;
  QString detail;
  Place place;
};

// How a page sends the operator elsewhere. The window does it.
using GoTo = std::function<void(const Place&)>;

// saga-console://PROFILE/sagas?filter=step:StockConfirmation, saga-console://PROFILE/saga/ID, …
[[nodiscard]] QString link_to(const QString& profile, const Place& place);

struct Link {
  QString profile;
  Place place;
  friend bool operator==(const Link&, const Link&) = default;
};

// nullopt: it leads nowhere that this program knows.
[[nodiscard]] std::optional<Link> link_from(const QString& text);

}  // namespace saga::ui
