// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"

#include <QCoreApplication>

#include "backend/attach/anchor_file.h"
#include "backend/attach/connect.h"
#include "backend/attach/routing.h"
#include "backend/payment/topics.h"
#include "ui/jobs/bulk_dialog.h"
#include "ui/jobs/jobs_button.h"
#include "ui/jobs/jobs_drawer.h"
#include "ui/journal/journal_page.h"
#include "ui/overview/overview_page.h"
#include "ui/routing/rollback_button.h"
#include "ui/routing/routing_page.h"
#include "ui/sagas/sagas_page.h"
#include "ui/shell/page_entry.h"
#include "ui/timeline/timeline_page.h"

namespace saga::app {
namespace {

ui::Environment environment_of(const attach::Profile& profile) {
  switch (profile.environment) {
    case attach::Environment::Production: return ui::Environment::Production;
    case attach::Environment::Staging: return ui::Environment::Staging;
    case attach::Environment::Local: return ui::Environment::Local;
  }
  return ui::Environment::Production;
}

}  // namespace

Console::Console(const attach::Profile& profile)
    : live_(attach::connectors(profile, "saga-console", payment::all_topics()), clock_),
      attachment_(live_, clock_, profile.environment == attach::Environment::Production),
      emergency_(attach::rollback_connectors(profile), clock_),
      overview_(attachment_, gui_, clock_),
      sagas_(attachment_, gui_, clock_),
      timeline_(attachment_, gui_, clock_),
      rollback_(emergency_, attachment_, gui_, clock_),
      routing_(attachment_, rollback_, gui_, clock_),
      journal_(
          attachment_, [file = attach::anchor_file_of(profile)] { return attach::read_anchors(file); }, gui_, clock_),
      jobs_(attachment_, gui_, clock_),
      bulk_(attachment_, jobs_, environment_of(profile), gui_, clock_),
      activity_([this] { attachment_.note_activity(); }) {
  sagas_.views().keep_under(QStringLiteral("sagas/views/") + QString::fromStdString(profile.name));
  window_ =
      std::make_unique<ui::MainWindow>(ui::AttachedTo{environment_of(profile), QString::fromStdString(profile.name)},
                                       pages(), attachment_, gui_, clock_);
  window_->setWindowTitle(QStringLiteral("Saga Console – %1").arg(QString::fromStdString(profile.name)));
  window_->set_lock([this](bool unlock) { unlock ? attachment_.unlock() : attachment_.lock(); });
  window_->put_in_band(
      [this] { return new ui::RollbackButton(rollback_, [this] { window_->show_page(ui::PageId::Routing); }); });
  window_->put_in_bar([this] { return new ui::JobsButton(jobs_); });
  window_->put_above_bar(
      [this] { return new ui::JobsDrawer(jobs_, [this](const ui::Place& place) { window_->go_to(place); }); });
  window_->put_over([this](QWidget* window) { return new ui::BulkDialog(bulk_, window); });
  QObject::connect(&sagas_, &ui::SagasController::bulk_wanted, &bulk_, [this](Action action) {
    bulk_.open(action, {.chosen = sagas_.selection().filter(), .all = sagas_.chosen_now()});
  });
  QObject::connect(&journal_, &ui::JournalController::job_wanted, &jobs_, &ui::JobsController::show);
  timeline_.set_system(profile.name);
  overview_.start();
  sagas_.start();
  timeline_.start();
  rollback_.start();
  routing_.start();
  journal_.start();
  jobs_.start();
  bulk_.start();
}

// A page is one line here, a controller among the members, and its start() above.
std::vector<ui::PageEntry> Console::pages() {
  using ui::Icon;
  using ui::PageId;
  const ui::GoTo go_to = [this](const ui::Place& place) { window_->go_to(place); };
  std::vector<ui::PageEntry> pages;
  pages.push_back(
      ui::page_entry<ui::OverviewPage>(PageId::Overview, QT_TRANSLATE_NOOP("saga::ui::Navigation", "Overview"),
                                       Icon::Overview, overview_, go_to, &ui::OverviewController::badge_changed));
  pages.push_back(ui::page_entry<ui::SagasPage>(PageId::Sagas, QT_TRANSLATE_NOOP("saga::ui::Navigation", "Sagas"),
                                                Icon::Sagas, sagas_, go_to, &ui::SagasController::counts_changed));
  pages.push_back(ui::page_entry<ui::TimelinePage>(
      PageId::Timeline, QT_TRANSLATE_NOOP("saga::ui::Navigation", "Timeline"), Icon::Timeline, timeline_, go_to));
  pages.push_back(ui::page_entry<ui::RoutingPage>(PageId::Routing, QT_TRANSLATE_NOOP("saga::ui::Navigation", "Routing"),
                                                  Icon::Route, routing_, go_to, &ui::RoutingController::badge_changed));
  pages.push_back(ui::page_entry<ui::JournalPage>(PageId::Journal, QT_TRANSLATE_NOOP("saga::ui::Navigation", "Journal"),
                                                  Icon::Journal, journal_, go_to,
                                                  &ui::JournalController::badge_changed));
  return pages;
}

}  // namespace saga::app
