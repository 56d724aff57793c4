// SPDX-License-Identifier: GPL-3.0-or-later
// Bulk actions and the journal as the window shows them, beside a running system: a job from the dialog's state to its
// end in payment-sagad, one by sagactl that appears by itself, and what both left in the journal.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "backend/attach/anchor_file.h"
#include "backend/attach/connect.h"
#include "backend/services/live_attachment.h"
#include "tests/integration/live_system.h"
#include "ui/async/gui_executor.h"
#include "ui/jobs/bulk_controller.h"
#include "ui/jobs/job_words.h"
#include "ui/jobs/jobs_controller.h"
#include "ui/journal/journal_controller.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using Stage = ui::BulkController::Stage;
using Verified = ui::JournalVerification::State;

// Dialog, drawer and Journal page without their widgets: what they show is the controllers' state.
struct OpenHands {
  SystemClock clock;
  ui::GuiExecutor gui;
  LiveAttachment attachment;
  ui::JobsController jobs{attachment, gui, clock};
  ui::BulkController bulk{attachment, jobs, ui::Environment::Local, gui, clock};
  ui::JournalController journal;

  explicit OpenHands(const attach::Profile& profile)
      : attachment(attach::connectors(profile)),
        journal(
            attachment, [file = attach::anchor_file_of(profile)] { return attach::read_anchors(file); }, gui, clock) {
    jobs.start();
    bulk.start();
    journal.start();
    journal.watch(true);
  }
  bool freeze(Action action, const SagaFilter& filter) {
    bulk.close();  // what an earlier call has frozen
    bulk.open(action, {.chosen = filter, .all = filter});
    return eventually([&] { return bulk.stage() == Stage::Ready; }, 20s);
  }
};

attach::Profile profile() {
  const auto loaded = attach::load_profile(live_system().profile());
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return *loaded;
}

TEST(JobsLive, ABulkRetryIsFrozenCreatedAndFollowedToItsEnd) {
  OpenHands open(profile());
  const SagaFilter stuck{.conditions = {Condition::Stuck}};
  ASSERT_TRUE(eventually([&] { return open.freeze(Action::Retry, stuck) && open.bulk.allowed() > 0; }, 90s))
      << "no saga was parked";
  const std::int64_t frozen = open.bulk.count();
  EXPECT_EQ(static_cast<std::int64_t>(targets_from(*open.bulk.frozen().targets).size()), frozen);
  EXPECT_FALSE(open.bulk.sample().empty());
  open.bulk.confirm({.reason = QStringLiteral("the service is back"), .ramped = false});
  ASSERT_TRUE(eventually([&] { return open.bulk.stage() == Stage::Closed; }, 15s)) << open.bulk.said().toStdString();
  ASSERT_TRUE(eventually([&] { return open.jobs.selected() != nullptr; }, 10s));
  EXPECT_EQ(open.jobs.selected()->counts.requested, frozen) << "something came in that was not frozen";
  EXPECT_TRUE(eventually(
      [&] {
        EXPECT_TRUE(ui::adds_up(open.jobs.selected()->counts));
        return open.jobs.selected()->status == JobStatus::Finished;
      },
      90s));
  EXPECT_TRUE(eventually([&] { return open.jobs.items().rowCount() == frozen; }, 10s));
}

TEST(JobsLive, AJobOfSagactlAppearsInTheOpenConsoleByItself) {
  OpenHands open(profile());
  ASSERT_TRUE(eventually([&] { return open.jobs.read_once(); }, 10s));
  const auto before = open.jobs.jobs().size();
  const Ran listed = sagactl({"--profile", live_system().profile(), "--json", "sagas", "list", "--limit", "1"});
  ASSERT_EQ(listed.exit_code, 0) << listed.output;
  const std::string id = listed.json["sagas"].at(0)["id"];
  const Ran created = sagactl({"--profile", live_system().profile(), "--json", "sagas", "retry", "--matching",
                               "--search", id, "--yes", "--no-wait", "--reason", "by sagactl"});
  ASSERT_EQ(created.exit_code, 0) << created.output;
  EXPECT_TRUE(eventually([&] { return open.jobs.jobs().size() > before; }, 5s));
  EXPECT_EQ(open.jobs.jobs().front().reason, "by sagactl");
}

std::string what_is_wrong(const ui::JournalVerification& verification) {
  std::string wrong = verification.error ? verification.error->message : std::string();
  for (const JournalBreach& breach : verification.report.breaches) {
    wrong += fmt::format("{} {}: {}\n", breach.area, breach.seq, breach.detail);
  }
  return wrong;
}

TEST(JobsLive, TheJournalShowsItLiveAndItsChainsAreSound) {
  OpenHands open(profile());
  ASSERT_TRUE(eventually([&] { return open.journal.model().rowCount() > 0; }, 10s));
  open.journal.set_query({.area = "jobs"});
  EXPECT_TRUE(eventually([&] { return open.journal.model().rowCount() > 0; }, 10s));
  EXPECT_EQ(open.journal.model().entry(open.journal.model().rowCount() - 1).area, "jobs");
  open.journal.verify();
  ASSERT_TRUE(eventually([&] { return open.journal.verification().state != Verified::Running; }, 60s));
  EXPECT_EQ(open.journal.verification().state, Verified::Sound) << what_is_wrong(open.journal.verification());
  EXPECT_GT(open.journal.verification().rows, 0);
}

}  // namespace
}  // namespace saga::test
