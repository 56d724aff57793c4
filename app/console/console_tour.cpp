// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console_tour.h"

#include "ui/sagas/sagas_page.h"

namespace saga::app {

std::vector<ui::TourStop> console_tour(Console& console, ui::OutageHooks outage) {
  const auto on = [&window = console.window()](ui::PageId page) { return [&window, page] { window.show_page(page); }; };
  const ui::SagasTourOf sagas{console.sagas(), console.page<ui::SagasPage>(), console.attachment(), console.gui()};
  return ui::one_after_the_other({
      ui::starting_with(on(ui::PageId::Sagas), ui::sagas_tour(sagas)),
      ui::starting_with(on(ui::PageId::Sagas), ui::outage_tour(sagas, std::move(outage))),
  });
}

}  // namespace saga::app
