// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the jobs drawer and the dialog of a bulk action in their states, sizes, themes and languages.
#include <QLineEdit>
#include <QSpinBox>

#include "tests/ui/jobs/jobs_fixture.h"
#include "tests/ui/render_look.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;

class JobsRender : public JobsFixture, public testing::WithParamInterface<Look> {
 protected:
  void SetUp() override {
    JobsFixture::SetUp();
    speak(QLatin1String(GetParam().language));
    ui::apply_theme(*qApp, GetParam().theme);
    board->frozen.preview.parts = {
        {"", "PaymentSaga", "StockConfirmation", 1200, {186'402'300, "KRW"}},
        {"", "PaymentSaga", "PaymentCreation", 55, {411'820, "USD"}},
        {"the saga has ended, nothing is left to do", "PaymentSaga", "PaymentCreation", 24, {0, "KRW"}},
        {"compensation is under way, retry continues it", "PaymentSaga", "StockConfirmation", 5, {0, "KRW"}}};
    board->frozen.preview.sagas = 1284;
    board->frozen.preview.set_hash = "7f3a0000000000000000000000000000000000000000000000000000000c91e";
    board->frozen.preview.server_now = sample_now();
    board->frozen.preview.sample = {kStuckId, kNeedsAttentionId, kRunningId, kCompensatedId};
    board->frozen.targets = std::make_shared<const std::string>(std::string(kStuckId) + ":7");
    fill_jobs(*board, sample_now());
  }
  void save(const char* what) {
    settle();
    save_look(*window, GetParam(), what);
  }
};

TEST_P(JobsRender, EveryState) {
  open(ui::Environment::Production, GetParam().size());
  connect_all();
  save("jobs-bar");
  sagas->choose_all();
  settle();
  save("bulk-selection");
  system.hold = true;
  sagas->want_bulk(Action::Compensate);
  save("bulk-freezing");
  system.hold = false;
  system.release();
  settle();
  EXPECT_TRUE(turns([this] { return bulk->newer().has_value(); }));
  save("bulk-open");
  dialog().reason().setText(QStringLiteral("INC-2291, reservations expired during the inventory outage"));
  dialog().typed().setText(QStringLiteral("compensate 1284 production"));
  dialog().typed().setFocus();
  save("bulk-ready");
  bulk->close();
  sagas->want_bulk(Action::Resolve);
  settle();
  save("bulk-resolve");
  system.job_outcome = OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}};
  dialog().reason().setText(QStringLiteral("settled by the bank"));
  dialog().evidence().setText(QStringLiteral("bank statement of 2026-03-11"));
  QTest::mouseClick(&dialog().confirm(), Qt::LeftButton);
  settle();
  save("bulk-unknown");
  clock.turn(31s);
  EXPECT_TRUE(turns([this] { return bulk->stage() == ui::BulkController::Stage::Refused; }));
  connect_all();
  save("bulk-refused");
  bulk->close();
  sagas->choose_none();
  for (int i = 0; i < 3; ++i) {
    board->job(kRunningJob).counts.applied += 48;
    board->job(kRunningJob).counts.remaining -= 48;
    clock.turn(1s);
    jobs->refresh();
    settle();
  }
  connect_all();
  jobs->show(kRunningJob);
  settle();
  save("jobs-running");
  drawer().panel().ask(ui::JobAct::Pause);
  save("jobs-pause");
  drawer().panel().stop_asking();
  jobs->select(kStoppedJob);
  save("jobs-stopped");
  fill_waiting_job(*board, *approvals, sample_now());
  system.tell(approver_status(clock.now()));
  jobs->refresh();
  settle();
  jobs->select(kWaitingJob);
  save("jobs-waiting");
  drawer().panel().ask(ui::JobAct::Approve);
  save("jobs-approve");
  drawer().panel().stop_asking();
  board->job(kWaitingJob).status = JobStatus::Expired;
  approvals->approvals.front().status = ApprovalStatus::Expired;
  jobs->refresh();
  settle();
  save("jobs-expired");
  connect_all();
  jobs->select(kFinishedJob);
  save("jobs-finished");
}

INSTANTIATE_TEST_SUITE_P(Sizes, JobsRender, looks(), name_of_look);

}  // namespace
}  // namespace saga::test
