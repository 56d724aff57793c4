// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console_tour.h"

#include "ui/journal/journal_page.h"
#include "ui/routing/routing_page.h"
#include "ui/sagas/sagas_page.h"
#include "ui/timeline/timeline_page.h"
#include "ui/tour/jobs_tour.h"
#include "ui/tour/journal_tour.h"

namespace saga::app {

std::vector<ui::TourStop> console_tour(Console& console, ui::OutageHooks outage) {
  const auto on = [&window = console.window()](ui::PageId page) { return [&window, page] { window.show_page(page); }; };
  const ui::SagasTourOf sagas{console.sagas(), console.page<ui::SagasPage>(), console.attachment(), console.gui()};
  const ui::OverviewTourOf overview{
      console.overview(), console.window(), console.attachment(), console.gui(), [&sagas = console.sagas()] {
        return sagas.filter().error.has_value() && sagas.content() == ui::SagasController::Content::Rows;
      }};
  const ui::TimelineTourOf timeline{console.timeline(), console.page<ui::TimelinePage>(), console.attachment(),
                                    console.gui()};
  const ui::RoutingTourOf routing{console.routing(), console.page<ui::RoutingPage>()};
  const ui::JournalTourOf journal{console.journal(), console.page<ui::JournalPage>()};
  const ui::JobsTourOf jobs{console.sagas(), console.bulk(), console.jobs()};
  const auto all_sagas = [&window = console.window(), &page = console.page<ui::SagasPage>()] {
    window.show_page(ui::PageId::Sagas);
    page.clear_filter();
  };
  return ui::one_after_the_other({
      ui::starting_with(on(ui::PageId::Overview), ui::overview_tour(overview)),
      ui::starting_with(all_sagas, ui::sagas_tour(sagas)),
      ui::starting_with(on(ui::PageId::Timeline), ui::timeline_tour(timeline)),
      ui::starting_with(on(ui::PageId::Routing), ui::routing_tour(routing)),
      ui::starting_with(on(ui::PageId::Sagas), ui::jobs_tour(jobs)),
      // After the job: what was asked for stands in it.
      ui::starting_with(
          [&console, show = on(ui::PageId::Journal)] {
            console.jobs().set_open(false);
            console.sagas().choose_none();
            show();
          },
          ui::journal_tour(journal)),
      ui::starting_with(all_sagas, ui::outage_tour(sagas, std::move(outage))),
  });
}

}  // namespace saga::app
