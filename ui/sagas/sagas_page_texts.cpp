// SPDX-License-Identifier: GPL-3.0-or-later
// What the Sagas page says about its rows: their state, their age, their number.
#include <algorithm>

#include "ui/sagas/filter_text.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/sagas_page.h"
#include "ui/sagas/table_strip.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/designed_states.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

QString SagasPage::order_text(const SagaOrder& order) {
  switch (order.by) {
    case SortBy::Created: return order.ascending ? tr("oldest first") : tr("newest first");
    case SortBy::Updated: return order.ascending ? tr("longest unchanged first") : tr("last changed first");
    case SortBy::Amount: return order.ascending ? tr("by currency, smallest first") : tr("by currency, largest first");
    case SortBy::Status: return tr("by status");
    case SortBy::Step: return tr("by step");
  }
  return {};
}

void SagasPage::refresh_state_view() {
  using Content = SagasController::Content;
  if (controller_.content() == Content::Empty) {
    state_->tell(Icon::Sagas, {}, tr("No sagas yet"),
                 tr("The system has not started any. New ones appear here by themselves."));
    state_->set_buttons({});
    state_->offer_copy({}, {});
  } else if (controller_.content() == Content::NothingMatches) {
    const auto parts = parts_of(controller_.filter());
    QStringList names;
    for (const FilterPart& part : parts) names << tr("“%1”").arg(part.name);
    QString detail = tr("Filtered by %1.").arg(names.join(QStringLiteral(", ")));
    // Without its first part only the chips filter: how many that would be is known.
    if (parts.size() == 2 && controller_.counts() && !controller_.filter().conditions.empty()) {
      std::int64_t left = 0;
      for (const auto& [condition, count] : controller_.counts()->counts) {
        const auto& wanted = controller_.filter().conditions;
        if (std::find(wanted.begin(), wanted.end(), condition) != wanted.end()) left += count.count;
      }
      detail = tr("Without %1 it is %2.").arg(names.front(), count_text(left));
    }
    state_->tell(Icon::Filter, {}, parts.size() > 1 ? tr("No saga matches all of it") : tr("No saga matches"), detail);
    state_->set_buttons(names.isEmpty() ? QString() : tr("Remove %1").arg(names.front()),
                        parts.size() > 1 ? tr("Clear all") : QString());
  } else {
    tell_error(*state_, controller_.error(),
               {tr("This role may not read sagas"), tr("Sagas could not be read"), "saga_viewer"});
  }
}

void SagasPage::refresh_strip() {
  table_->set_greyed(controller_.lost());
  const auto read = controller_.last_read();
  const auto& postgres = controller_.postgres();
  if (controller_.lost()) {
    // What is lost, and when it is tried again, is said by the window, once for all pages.
    strip_->tell(TableStrip::Tone::Lost,
                 read ? tr("Rows as of %1").arg(clock_text(*read)) : tr("Rows cannot be read now"),
                 tr("they stay until they can be read again"));
    return;
  }
  const CappedCount& newer = controller_.newer();
  if (newer.count > 0) {
    const SagaOrder& order = controller_.order();
    const bool by_time = !order.ascending && (order.by == SortBy::Created || order.by == SortBy::Updated);
    QString title =
        newer.capped ? tr("%1 newer").arg(count_text(newer)) : tr("%n newer", nullptr, static_cast<int>(newer.count));
    if (!by_time) title = tr("%1 more above").arg(count_text(newer));
    strip_->tell(TableStrip::Tone::Newer, title, tr("rows stay where they are until you ask"));
    return;
  }
  if (!postgres || postgres->health == SourceState::Health::Connecting || !read) {
    strip_->tell(TableStrip::Tone::Calm, tr("Connecting"), {});
    return;
  }
  const auto age = postgres->last_answer ? controller_.now() - *postgres->last_answer : std::chrono::microseconds{0};
  if (age > std::chrono::seconds{age::kOldSeconds}) {
    strip_->tell(TableStrip::Tone::Stale, tr("As of %1, %2 ago").arg(clock_text(*postgres->last_answer), age_text(age)),
                 tr("PostgreSQL answers slowly"));
  } else {
    strip_->tell(TableStrip::Tone::Calm,
                 controller_.live() ? tr("Live: new rows come in by themselves") : tr("Nothing newer"),
                 tr("last change read %1").arg(clock_text(*read)));
  }
}

void SagasPage::refresh_foot() {
  const SagaTableModel& model = controller_.model();
  const int row = table_->currentIndex().row();
  if (controller_.content() != SagasController::Content::Rows) {
    foot_->show_text({});
    foot_right_->show_text({});
    return;
  }
  // All are counted in the background; until then it is known that there are more.
  const QString of = count_text(CappedCount{model.rowCount(), !model.complete()});
  foot_->show_text(row < 0 ? tr("%1 sagas").arg(of) : tr("Row %1 of %2").arg(count_text(row + 1), of));
  const SagasExport& exporting = controller_.exporting();
  if (exporting.running()) {
    foot_right_->show_text(tr("exported %1 of %2").arg(count_text(exporting.rows()), of));
  } else if (exporting.error()) {
    foot_right_->show_text(tr("The export ended: %1").arg(text(exporting.error()->message)));
  } else {
    foot_right_->show_text(order_text(controller_.order()));
  }
}

void SagasPage::refresh_export() {
  const bool running = controller_.exporting().running();
  export_->setText(running ? tr("Cancel export") : tr("Export CSV"));
  export_->updateGeometry();
  refresh_foot();
}

}  // namespace saga::ui
