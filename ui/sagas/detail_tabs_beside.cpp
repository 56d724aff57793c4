// SPDX-License-Identifier: GPL-3.0-or-later
// The tabs that show what stands beside the steps: streams, event stores, deliveries, what people did.
#include <QStackedWidget>
#include <QTableView>

#include "ui/sagas/deliveries_view.h"
#include "ui/sagas/detail_context.h"
#include "ui/sagas/detail_tabs.h"
#include "ui/sagas/entries_view.h"
#include "ui/sagas/history_model.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/widgets/format.h"
#include "ui/widgets/state_view.h"

namespace saga::ui {

// Wider, or the same once more after it failed.
void DetailTabs::search_streams_again() {
  if (!controller_.detail()) return;
  const auto& asked = controller_.context().streams();
  const auto slack = asked.error && asked.value ? asked.value->slack : DetailContext::kWide;
  controller_.context().search_streams(*controller_.detail(), slack);
}

void DetailTabs::refresh_streams() {
  const auto& asked = controller_.context().streams();
  stack_->setCurrentWidget(streams_);
  if (asked.error) {
    const bool lost = asked.error->kind == ErrorKind::Connection || asked.error->kind == ErrorKind::Timeout;
    streams_->tell({}, {}, {});
    return streams_->show_state(lost ? tr("Redis cannot be reached") : tr("The streams could not be read"),
                                text(asked.error->message),
                                asked.error->kind == ErrorKind::Incompatible ? QString() : tr("Try again"), true);
  }
  if (!asked.value || (asked.under_way && asked.value->hits.streams == 0)) {
    streams_->tell({}, {}, {});
    return streams_->show_state(tr("Reading the streams"), {}, {}, false);
  }
  const StreamFindings& found = *asked.value;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(found.slack).count();
  QString scope = tr("%1 s around each of its times, %2 to %3, in %4 streams: %5 entries read, by Redis’ clock.")
                      .arg(seconds)
                      .arg(precise_clock_text(found.spans.front().from), precise_clock_text(found.spans.back().to))
                      .arg(found.hits.streams)
                      .arg(count_text(found.hits.looked_at));
  if (found.hits.stopped_at) {
    scope += QLatin1Char(' ') + tr("The search stopped at %1; what came later was not looked at.")
                                    .arg(precise_clock_text(*found.hits.stopped_at));
  }
  const bool idle = !asked.under_way;
  streams_->tell(scope, found.hits.stopped_at && idle ? tr("Read on") : QString(),
                 !idle                                ? QString()
                 : found.slack < DetailContext::kWide ? tr("Look wider")
                                                      : tr("Read again"));
  if (found.hits.hits.empty()) {
    return streams_->show_state(tr("No entry of this saga"),
                                tr("Streams are trimmed once every group has read them, so old entries are gone."), {},
                                false);
  }
  streams_->show_rows(entries_of(found.hits.hits));
}

void DetailTabs::refresh_events() {
  const auto& asked = controller_.context().events();
  stack_->setCurrentWidget(events_);
  if (asked.error && !asked.value) {
    events_->tell({}, {}, {});
    return events_->show_state(tr("The events could not be read"), text(asked.error->message), tr("Try again"), true);
  }
  if (!asked.value) {
    events_->tell({}, {}, {});
    return events_->show_state(tr("Reading the event stores"), {}, {}, false);
  }
  const StoredEvents& found = *asked.value;
  QStringList scope{tr("Events of its order, reservation, payment and account, read %1.")
                        .arg(clock_text(TimePoint(asked.read_at.time_since_epoch())))};
  if (!found.elsewhere.empty()) {
    QStringList names;
    for (const std::string& name : found.elsewhere) names << text(name);
    scope << tr("Not looked at: %1, in another database or closed to this role.").arg(names.join(QStringLiteral(", ")));
  }
  for (const std::string& account : found.searched_in_part) {
    scope << tr("Of %1 only the newest events were searched.").arg(text(account));
  }
  events_->tell(scope.join(QLatin1Char(' ')), {}, tr("Read again"));
  if (found.events.empty()) {
    return events_->show_state(tr("No stored event"), tr("Its order has no event in the stores that were read."), {},
                               false);
  }
  events_->show_rows(entries_of(found.events));
}

void DetailTabs::refresh_deliveries() {
  const auto& asked = controller_.context().deliveries();
  stack_->setCurrentWidget(deliveries_);
  if (asked.error && !asked.value) {
    return deliveries_->show_state(tr("The deliveries could not be read"), text(asked.error->message),
                                   asked.error->kind == ErrorKind::Incompatible ? QString() : tr("Try again"), true);
  }
  if (!asked.value) return deliveries_->show_state(tr("Reading the deliveries"), {}, {}, false);
  if (asked.value->empty()) {
    return deliveries_->show_state(tr("No delivery to the outside"),
                                   tr("Targets outside hear of a payment once it is made. What was sent is kept for "
                                      "some days."),
                                   tr("Read again"), false);
  }
  deliveries_->show_rows(*asked.value, TimePoint(asked.read_at.time_since_epoch()));
}

void DetailTabs::refresh_history() {
  const SagaDetail& detail = *controller_.detail();
  history_->show_lines(history_of(detail.commands, detail.journal));
  if (history_->rowCount() == 0) {
    none_->tell(Icon::Info, {}, tr("No one has acted on this saga"),
                tr("Requests and what was observed after them appear here."));
    return stack_->setCurrentWidget(none_);
  }
  stack_->setCurrentWidget(history_view_);
}

}  // namespace saga::ui
