// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <type_traits>
#include <vector>

#include <QObject>
#include <QString>

#include "ui/places/badge.h"
#include "ui/places/place.h"
#include "ui/widgets/icons.h"

class QWidget;

namespace saga::ui {

// A page as it stands in the window.
struct Page {
  QWidget* widget = nullptr;                          // the window takes it over
  std::function<void()> focus_filter = {};            // what `/` does there; may be empty
  std::function<void()> focus_content = {};           // gives the keyboard to what matters; unset: the page itself
  std::function<void(const Place&)> show_place = {};  // what is to be seen there; unset: the page has one place only
  std::function<Place()> place = {};                  // what is seen there now, for links; unset: the page alone
};

// One entry of the navigation. The main window knows pages only through this list. What they show lives in their
// controllers: a page is made again when the language changes.
struct PageEntry {
  PageId id = PageId::Sagas;
  const char* title = "";  // English, marked for translation in the context saga::ui::Navigation
  Icon icon = Icon::Info;
  std::function<Page()> make = {};
  // What stands beside it in the navigation, and how to hear that it changed; both may be empty.
  std::function<Badge()> badge = {};
  std::function<void(QObject* listener, std::function<void()> changed)> on_badge = {};
  std::function<std::vector<NamedPlace>()> places = {};  // of its own, by name; may be empty
};

// The entry of a page that shows `controller`. The page is made as PageWidget(controller) or PageWidget(controller,
// go_to), and may have focus_filter(), focus_content(), show_place(const Place&) and place(). With the controller's
// signal `badge_changed` its badge() stands in the navigation, and what its places() names in the palette.
template <class PageWidget, class Controller>
[[nodiscard]] PageEntry page_entry(PageId id, const char* title, Icon icon, Controller& controller, GoTo go_to) {
  PageEntry entry{id, title, icon};
  entry.make = [&controller, go_to = std::move(go_to)] {
    PageWidget* widget = nullptr;
    if constexpr (std::is_constructible_v<PageWidget, Controller&, GoTo>) {
      widget = new PageWidget(controller, go_to);
    } else {
      widget = new PageWidget(controller);
    }
    Page page{widget};
    if constexpr (requires { widget->focus_filter(); }) page.focus_filter = [widget] { widget->focus_filter(); };
    if constexpr (requires { widget->focus_content(); }) page.focus_content = [widget] { widget->focus_content(); };
    if constexpr (requires(const Place& place) { widget->show_place(place); }) {
      page.show_place = [widget](const Place& place) { widget->show_place(place); };
    }
    if constexpr (requires { widget->place(); }) page.place = [widget] { return widget->place(); };
    return page;
  };
  if constexpr (requires { controller.places(); }) entry.places = [&controller] { return controller.places(); };
  return entry;
}

template <class PageWidget, class Controller>
[[nodiscard]] PageEntry page_entry(PageId id, const char* title, Icon icon, Controller& controller, GoTo go_to,
                                   void (Controller::*badge_changed)()) {
  PageEntry entry = page_entry<PageWidget>(id, title, icon, controller, std::move(go_to));
  entry.badge = [&controller] { return controller.badge(); };
  entry.on_badge = [&controller, badge_changed](QObject* listener, std::function<void()> changed) {
    QObject::connect(&controller, badge_changed, listener, std::move(changed));
  };
  return entry;
}

}  // namespace saga::ui
