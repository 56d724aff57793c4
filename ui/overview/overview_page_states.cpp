// SPDX-License-Identifier: GPL-3.0-or-later
// What the Overview says about itself: how old it is, why it is empty, what is the matter with its source.
#include <utility>

#include <QStackedWidget>

#include "ui/charts/route_chart.h"
#include "ui/overview/action_list.h"
#include "ui/overview/group_view.h"
#include "ui/overview/overview_controller.h"
#include "ui/overview/overview_page.h"
#include "ui/overview/overview_words.h"
#include "ui/overview/step_view.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

void OverviewPage::refresh_state() {
  using Content = OverviewController::Content;
  const auto content = controller_.content();
  // Groups that are held under the pointer stay in sight until it leaves, also when the last of them is settled.
  const bool any = model_.rowCount() > 0 && content != Content::Forbidden;
  stack_->setCurrentWidget(any ? static_cast<QWidget*>(groups_) : state_);
  foot_->setVisible(any);
  state_->set_buttons({});
  // The first groups take the keyboard from whatever had it in their stead.
  if (any && isVisible() && !std::exchange(shown_groups_, true)) groups_->setFocus();
  if (any) return;
  switch (content) {
    case Content::Loading: state_->tell(Icon::Clock, {}, tr("Looking"), tr("The system is asked how it is.")); break;
    case Content::Calm:
    case Content::Trouble:
      state_->tell(Icon::Check, color(status_token(StatusKind::Completed).fg), tr("All is well"),
                   tr("No saga is stuck and none needs a person. What goes wrong appears here by itself."));
      break;
    case Content::Forbidden:
      state_->tell(Icon::Key, color(status_token(StatusKind::Compensating).fg),
                   tr("This role may not read the overview"),
                   tr("%1 The role saga_viewer is needed.").arg(text(controller_.error()->message)));
      break;
    case Content::Failed:
      state_->tell(Icon::DotLost, color(status_token(StatusKind::Failed).fg), tr("The overview could not be read"),
                   text(controller_.error()->message));
      state_->set_buttons(tr("Read now"));
      break;
  }
}

void OverviewPage::refresh_banner() {
  const bool lost = controller_.lost();
  groups_->set_greyed(lost);
  chart_->set_greyed(lost);
  actions_->set_greyed(lost);
  steps_->set_greyed(lost);
  const auto read = controller_.last_read();
  subtitle_->show_text(!read  ? QString()
                       : lost ? tr("as of %1").arg(clock_text(*read))
                              : tr("flow of the last %1, trouble of any age").arg(range_text(controller_.range())));
  // What is lost, and when it is tried again, is said by the window, once for all pages.
  const bool stale = !lost && controller_.stale();
  if (stale) {
    banner_->tell(Banner::Tone::Warn, Icon::DotRing,
                  tr("As of %1, %2 ago").arg(clock_text(*read), age_text(controller_.now() - *read)),
                  controller_.error() ? text(controller_.error()->message) : tr("PostgreSQL answers slowly"));
    banner_->set_button(tr("Read now"));
  }
  banner_place_->setVisible(stale);
}

}  // namespace saga::ui
