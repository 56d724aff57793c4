// SPDX-License-Identifier: GPL-3.0-or-later
// What the Journal page says about its rows: their state, their age, their number.
#include <QStackedWidget>

#include "ui/journal/chain_bar.h"
#include "ui/journal/journal_chips.h"
#include "ui/journal/journal_controller.h"
#include "ui/journal/journal_page.h"
#include "ui/journal/journal_view.h"
#include "ui/sagas/table_strip.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/designed_states.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"

namespace saga::ui {

void JournalPage::refresh() {
  chips_->show_chains(controller_.chains());
  chips_->show_query(controller_.query());
  chain_->refresh();
  view_->set_greyed(controller_.lost());
  refresh_state();
  refresh_strip();
  refresh_foot();
}

void JournalPage::refresh_state() {
  using Content = JournalController::Content;
  const Content content = controller_.content();
  stack_->setCurrentWidget(content == Content::Rows ? static_cast<QWidget*>(view_) : state_);
  switch (content) {
    case Content::Rows: return;
    case Content::Loading: return tell_loading(*state_, tr("Reading the journal"));
    case Content::Empty:
      return tell_empty(*state_, Icon::Journal, tr("Nothing was done yet"),
                        tr("Every action of an operator stands here, whoever did it and by whatever program."));
    case Content::NothingMatches:
      state_->tell(Icon::Filter, {}, tr("No row matches"),
                   tr("Filtered by %1.").arg(tr("“%1”").arg(text_of(controller_.query()))));
      state_->set_buttons(tr("Clear all"));
      state_->offer_copy({}, {});
      return;
    case Content::Forbidden:
    case Content::Failed:
      return tell_error(*state_, *controller_.error(),
                        {tr("This role may not read the journal"), tr("The journal could not be read"), "saga_viewer"});
  }
}

void JournalPage::refresh_strip() {
  const auto read = controller_.last_read();
  if (controller_.lost()) {
    return strip_->tell(TableStrip::Tone::Lost,
                        read ? tr("Rows as of %1").arg(clock_text(*read)) : tr("Rows cannot be read now"),
                        tr("they stay until they can be read again"));
  }
  if (const int newer = controller_.newer(); newer > 0) {
    return strip_->tell(
        TableStrip::Tone::Newer,
        controller_.newer_capped() ? tr("%1 or more newer").arg(count_text(newer)) : tr("%n newer", nullptr, newer),
        tr("rows stay where they are until you ask"));
  }
  if (!read) return strip_->tell(TableStrip::Tone::Calm, tr("Connecting"), {});
  if (controller_.error()) {
    return strip_->tell(TableStrip::Tone::Stale, tr("Rows as of %1").arg(clock_text(*read)),
                        text(controller_.error()->message));
  }
  strip_->tell(TableStrip::Tone::Calm, tr("Live: new rows come in by themselves"),
               tr("last read %1").arg(clock_text(*read)));
}

void JournalPage::refresh_foot() {
  const FileExport& exporting = controller_.exporting();
  export_->setText(exporting.running() ? tr("Cancel export") : tr("Export CSV"));
  export_->updateGeometry();
  if (controller_.content() != JournalController::Content::Rows) {
    foot_->show_text({});
  } else {
    foot_->show_text(
        controller_.model().complete()
            ? tr("%1 rows").arg(count_text(std::int64_t{controller_.model().rowCount()}))
            : tr("%1 rows read, more below").arg(count_text(std::int64_t{controller_.model().rowCount()})));
  }
  if (exporting.running()) {
    foot_right_->show_text(tr("exported %1").arg(count_text(exporting.rows())));
  } else if (exporting.error()) {
    foot_right_->show_text(tr("The export ended: %1").arg(text(exporting.error()->message)));
  } else if (exporting.rows() > 0) {
    foot_right_->show_text(tr("%1 rows written to %2").arg(count_text(exporting.rows()), exporting.path()));
  } else {
    foot_right_->show_text(tr("newest first"));
  }
}

}  // namespace saga::ui
