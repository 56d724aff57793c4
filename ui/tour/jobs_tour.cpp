// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/jobs_tour.h"

#include "ui/jobs/bulk_controller.h"
#include "ui/jobs/job_words.h"
#include "ui/jobs/jobs_controller.h"
#include "ui/sagas/sagas_controller.h"

namespace saga::ui {
namespace {

using Waiting = std::optional<QString>;

constexpr QSize kWide(1440, 900);
constexpr QSize kNarrow(1024, 700);

}  // namespace

std::vector<TourStop> jobs_tour(const JobsTourOf& of) {
  const JobsTourOf on = of;
  std::vector<TourStop> stops;
  // Chosen once there is something to choose: the filter has been read.
  const auto freeze = [on]() -> Waiting {
    if (on.sagas.filter().conditions != std::vector{Condition::Stuck}) return QStringLiteral("the filter");
    if (on.sagas.content() != SagasController::Content::Rows) return QStringLiteral("a stuck saga");
    if (on.sagas.selection().empty()) {
      on.sagas.choose_all();
      return QStringLiteral("the selection");
    }
    if (on.bulk.stage() == BulkController::Stage::Closed) on.sagas.want_bulk(Action::Retry);
    return on.bulk.stage() == BulkController::Stage::Ready ? std::nullopt
                                                           : Waiting(QStringLiteral("the frozen targets"));
  };
  stops.push_back({QStringLiteral("bulk-retry"),
                   [on] {
                     on.sagas.select({});
                     on.sagas.set_filter({.conditions = {Condition::Stuck}});
                   },
                   freeze,
                   {kWide, kNarrow}});
  stops.push_back(
      {QStringLiteral("jobs"),
       // Some of the demo's sagas get stuck again: the breaker would be right to pause it.
       [on] { on.bulk.confirm({.reason = QStringLiteral("the payment provider is back"), .failure_limit = 100}); },
       [on]() -> Waiting {
         const Job* job = on.jobs.selected();
         if (on.bulk.stage() != BulkController::Stage::Closed || job == nullptr) {
           return QStringLiteral("the job");
         }
         if (job->status != JobStatus::Finished || !adds_up(job->counts)) {
           return QStringLiteral("every saga of the job to have its outcome");
         }
         if (on.jobs.items().rowCount() == 0) return QStringLiteral("the outcomes");
         return std::nullopt;
       },
       {kWide, kNarrow}});
  return stops;
}

}  // namespace saga::ui
