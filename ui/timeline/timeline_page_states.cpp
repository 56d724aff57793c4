// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the place of the lanes while there is nothing to draw, and where the page is in links.
#include <utility>

#include <QStackedWidget>

#include "ui/timeline/readout.h"
#include "ui/timeline/timeline_page.h"
#include "ui/timeline/timeline_words.h"
#include "ui/widgets/designed_states.h"
#include "ui/widgets/state_view.h"

namespace saga::ui {

void TimelinePage::refresh_state() {
  using Content = TimelineController::Content;
  view_->set_greyed(controller_.lost());
  const Content content = controller_.content();
  // Whoever looks elsewhere than at now may move on, though nothing is there.
  const bool drawn = content == Content::Spans || (content == Content::Empty && !view_->window_of_time().follows);
  stack_->setCurrentWidget(drawn ? static_cast<QWidget*>(view_) : state_);
  readout_->setVisible(drawn);
  // The first lanes take the keyboard from whatever had it in their stead.
  if (drawn && isVisible() && !std::exchange(shown_lanes_, true)) focus_content();
  if (drawn) return;
  switch (content) {
    case Content::Loading: tell_loading(*state_, tr("Reading the timeline")); break;
    case Content::Spans:
    case Content::Empty:
      tell_empty(*state_, Icon::Timeline, tr("Nothing happened in the last day"),
                 tr("Sagas and payments appear here while they run. Earlier days are to the left."));
      break;
    case Content::Forbidden:
    case Content::Failed:
      tell_error(*state_, *controller_.error(),
                 {.forbidden = tr("This role may not read the timeline"),
                  .failed = tr("The timeline could not be read"),
                  .role = "saga_viewer"});
      break;
  }
}

void TimelinePage::show_place(const Place& place) {
  if (const auto range = range_from(place.filter)) {
    view_->set_window(TimeWindow{*range, false}.moved_by(0, now()));
  } else {
    view_->follow(true);
  }
}

Place TimelinePage::place() const {
  const TimeWindow& window = view_->window_of_time();
  return {.page = PageId::Timeline, .filter = window.follows ? QString() : place_text(window.range)};
}

}  // namespace saga::ui
