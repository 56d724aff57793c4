// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/journal_tour.h"

#include "ui/journal/journal_controller.h"
#include "ui/journal/journal_page.h"
#include "ui/journal/journal_view.h"

namespace saga::ui {
namespace {

using Waiting = std::optional<QString>;

}  // namespace

std::vector<TourStop> journal_tour(const JournalTourOf& of) {
  std::vector<TourStop> stops;
  stops.push_back({QStringLiteral("journal"), {}, [controller = &of.controller]() -> Waiting {
                     return controller->last_read() ? std::nullopt : Waiting(QStringLiteral("the journal"));
                   }});
  stops.push_back({QStringLiteral("journal-verified"),
                   [controller = &of.controller, page = &of.page] {
                     controller->verify();
                     if (controller->model().rowCount() > 0) page->view().selectRow(0);
                   },
                   [controller = &of.controller]() -> Waiting {
                     const auto state = controller->verification().state;
                     return state == JournalVerification::State::Running
                                ? Waiting(QStringLiteral("the verification of the journal"))
                                : std::nullopt;
                   },
                   {QSize(1440, 900), QSize(1024, 700)}});
  return stops;
}

}  // namespace saga::ui
