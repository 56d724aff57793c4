// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the overview in its states, sizes, themes and languages.
#include "tests/ui/render_frame.h"
#include "ui/overview/group_view.h"

namespace saga::test {
namespace {

class OverviewRender : public RenderFrame {
 protected:
  void SetUp() override {
    RenderFrame::SetUp();
    every_page_is_there = true;
    fill_sample(system, 400);
  }
  void save(const char* what) {
    rest();
    RenderFrame::save(what);
  }
  void ask_again() {
    overview->refresh();
    settle();
  }
};

TEST_P(OverviewRender, EveryState) {
  overview_state = sample_overview();
  system.hold = true;
  open(ui::Environment::Production, GetParam().size());
  save("overview-loading");
  system.hold = false;
  system.release();
  settle();
  connect_all();
  save("overview");
  auto& groups = *overview_page->findChild<ui::GroupView*>();
  groups.setFocus();
  groups.selectRow(2);
  save("overview-selected");

  groups.setCurrentIndex({});
  overview->set_range(std::chrono::hours(6));
  settle();
  save("overview-6h");
  overview->set_range(std::chrono::minutes(15));
  settle();  // what was asked before is answered
  overview_state = calm_overview();
  ask_again();
  EXPECT_EQ(groups.model()->rowCount(), 0) << "the picture is to show a good day";
  save("overview-calm");

  overview_state = sample_overview();
  ask_again();
  system.tell(lost_postgres("db-a.payments: connection refused"));
  save("overview-lost");
}

INSTANTIATE_TEST_SUITE_P(Sizes, OverviewRender, render_cases(),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace saga::test
