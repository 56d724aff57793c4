// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the Journal page in its states, sizes, themes and languages.
#include <QDir>
#include <QPixmap>

#include "tests/ui/journal/journal_fixture.h"
#include "tests/ui/render_look.h"

namespace saga::test {
namespace {

class JournalRender : public JournalFixture, public testing::WithParamInterface<Look> {
 protected:
  void SetUp() override {
    JournalFixture::SetUp();
    fill_journal(*journal, sample_now(), 60);
    speak(QLatin1String(GetParam().language));
    ui::apply_theme(*qApp, GetParam().theme);
  }
  void save(const char* what) {
    settle();
    save_look(*window, GetParam(), what);
  }
};

TEST_P(JournalRender, EveryState) {
  kept.anchors = {journal->anchor("sagas"), journal->anchor("jobs")};
  system.hold = true;
  open(GetParam().size());
  save("journal-loading");
  system.hold = false;
  system.release();
  settle();
  connect_all();
  save("journal");
  controller->verify();
  settle();
  click_row(5);
  save("journal-verified");
  page->show_place({.page = ui::PageId::Journal, .filter = QStringLiteral("who:nobody")});
  save("journal-nothing");
  page->show_place({.page = ui::PageId::Journal, .filter = QStringLiteral("area:sagas")});
  journal->row("sagas", 62).why = "nothing of the kind";
  journal->remove("sagas", 20);
  settle();
  controller->look_away();
  controller->verify();
  settle();
  save("journal-broken-missing");
  controller->look_at(controller->verification().report.breaches.back());
  save("journal-broken");
}

INSTANTIATE_TEST_SUITE_P(Sizes, JournalRender, looks(), name_of_look);

}  // namespace
}  // namespace saga::test
