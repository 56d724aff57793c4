// SPDX-License-Identifier: GPL-3.0-or-later
// sagactl incident: what is in the file, against a real PostgreSQL.
#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <csignal>
#include <sys/resource.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "app/sagactl/exit_status.h"
#include "tests/integration/sagactl/command_line.h"

namespace saga::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// The files of a ZIP by their names.
std::map<std::string, std::string> files_of(const std::filesystem::path& path) {
  std::map<std::string, std::string> files;
  archive* zip = archive_read_new();
  archive_read_support_format_zip(zip);
  EXPECT_EQ(archive_read_open_filename(zip, path.c_str(), 65'536), ARCHIVE_OK) << path;
  for (archive_entry* entry = nullptr; archive_read_next_header(zip, &entry) == ARCHIVE_OK;) {
    std::string& text = files[archive_entry_pathname(entry)];
    std::array<char, 4'096> part{};
    for (la_ssize_t count = 0; (count = archive_read_data(zip, part.data(), part.size())) > 0;) {
      text.append(part.data(), static_cast<std::size_t>(count));
    }
  }
  archive_read_free(zip);
  return files;
}

// Files that this program and those that it starts write end here, as if the disk were full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit narrow{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &narrow);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  decltype(SIG_DFL) handler_ = std::signal(SIGXFSZ, SIG_IGN);  // write() fails, as it does on a full disk
};

class SagactlIncident : public testing::Test {
 protected:
  Finished incident(std::vector<std::string> more) {
    more.insert(more.begin(), {"--profile", "viewer", "--json", "incident", "--out", file().string()});
    return sagactl(more);
  }
  [[nodiscard]] std::filesystem::path file() const { return world_.own.root / "incident.zip"; }
  void begin_sagas(int count) {
    for (int i = 0; i < count; ++i) world_.database.insert({.order_id = fmt::format("ORD-{}", i), .age_seconds = 60});
    world_.database.run(
        "insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, started_at) "
        "select saga_id, 'OrderValidation', 'FORWARD', 1, 'SUCCESS', '', created_at from saga.saga_state");
  }

  SagactlWorld world_;
};

TEST_F(SagactlIncident, HoldsTheSagasTheirAttemptsAndWhatWasDone) {
  const SagaId stuck = world_.database.insert({.order_id = "ORD-1", .parked_reason = "no reply", .age_seconds = 300});
  world_.database.insert({.order_id = "=cmd()", .age_seconds = 200});
  world_.database.insert({.order_id = "ORD-OLD", .age_seconds = 90'000});
  world_.database.run(
      "insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, error_message, "
      "input_data, started_at) values ('" +
      stuck +
      "', 'StockConfirmation', 'FORWARD', 3, 'FAILED', "
      "'no reply', '{\"card\":\"4111\"}', now() - interval '4 min')");
  EXPECT_EQ(sagactl({"--profile", "op", "sagas", "retry", stuck, "--reason", "PSP is back", "--no-wait"}).status,
            ctl::kDone);
  const auto finished = incident({"--since", "1h"});
  ASSERT_EQ(finished.status, ctl::kDone) << finished.err;
  auto files = files_of(file());
  std::vector<std::string> names;
  for (const auto& [name, text] : files) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("README.txt", "attempts.csv", "chart.svg", "events.csv", "journal.csv", "sagas.csv"));
  EXPECT_THAT(files["sagas.csv"], HasSubstr(stuck));
  EXPECT_THAT(files["sagas.csv"], HasSubstr("\"'=cmd()\"")) << "a formula is only text";
  EXPECT_THAT(files["sagas.csv"], Not(HasSubstr("ORD-OLD"))) << "it began before";
  EXPECT_THAT(files["attempts.csv"], HasSubstr(stuck + ",StockConfirmation,FORWARD,3,FAILED,no reply,"));
  EXPECT_THAT(files["journal.csv"], HasSubstr("PSP is back"));
  EXPECT_THAT(files["events.csv"], Not(HasSubstr("PSP is back"))) << "of these the system keeps only the newest";
  EXPECT_THAT(files["README.txt"], HasSubstr("events.csv is without the actions on sagas"));
  EXPECT_THAT(files["README.txt"], Not(HasSubstr("not whole")));
  EXPECT_THAT(files["chart.svg"], HasSubstr("</svg>"));
  EXPECT_THAT(files["README.txt"], HasSubstr("sagas.csv             2 rows"));
  for (const auto& [name, text] : files) EXPECT_THAT(text, Not(HasSubstr("4111"))) << name;
}

// Seen red with the ids of a whole page at once: "The steps of these sagas cannot be asked for."
TEST_F(SagactlIncident, HoldsTheAttemptsOfMoreSagasThanAreReadAtOnce) {
  begin_sagas(501);
  const auto finished = incident({"--since", "1h"});
  ASSERT_EQ(finished.status, ctl::kDone) << finished.err;
  const auto files = files_of(file());
  EXPECT_THAT(files.at("README.txt"), HasSubstr("sagas.csv           501 rows"));
  EXPECT_THAT(files.at("README.txt"), HasSubstr("attempts.csv        501 rows"));
}

TEST_F(SagactlIncident, EndsWhereThePeriodEnds) {
  const SagaId stuck = world_.database.insert({.parked_reason = "no reply", .age_seconds = 300});
  EXPECT_EQ(sagactl({"--profile", "op", "sagas", "retry", stuck, "--reason", "PSP is back", "--no-wait"}).status,
            ctl::kDone);
  ASSERT_EQ(incident({"--since", "1h", "--until", "2m"}).status, ctl::kDone);
  const auto files = files_of(file());
  EXPECT_THAT(files.at("sagas.csv"), HasSubstr(stuck));
  EXPECT_THAT(files.at("journal.csv"), Not(HasSubstr("PSP is back"))) << "it was done after the period";
  EXPECT_THAT(files.at("README.txt"), HasSubstr("journal.csv           0 rows"));
}

TEST_F(SagactlIncident, SaysWhereEventsAreCut) {
  world_.database.run(
      "do $$ begin for i in 1..501 loop update saga.feature_toggle set value = (i % 100)::text, "
      "version = nextval('saga.toggle_version'), updated_at = clock_timestamp() "
      "where name = 'payment.canary.percent'; end loop; end $$");
  ASSERT_EQ(incident({"--since", "1h"}).status, ctl::kDone);
  EXPECT_THAT(files_of(file()).at("README.txt"), HasSubstr("of \"toggle\" no more than the newest 500 are read"));
}

TEST_F(SagactlIncident, LeavesNoFileWhereItCannotBeFinished) {
  EXPECT_EQ(incident({}).status, ctl::kUsage) << "since when?";
  EXPECT_EQ(incident({"--since", "1h", "--until", "2h"}).status, ctl::kUsage) << "an empty period";
  EXPECT_FALSE(std::filesystem::exists(file()));
  const auto nowhere =
      sagactl({"--profile", "viewer", "--json", "incident", "--since", "1h", "--out", "/dev/full/x.zip"});
  EXPECT_NE(nowhere.status, ctl::kDone);
  EXPECT_THAT(nowhere.err, HasSubstr("/dev/full/x.zip cannot be written: Not a directory."));
  EXPECT_THAT(nowhere.err, HasSubstr("Choose another folder"));
}

// Some of it is on the disk when the disk is full.
TEST_F(SagactlIncident, LeavesNothingWhereTheDiskIsFull) {
  begin_sagas(600);
  ASSERT_EQ(incident({"--since", "1h"}).status, ctl::kDone);
  const auto size = std::filesystem::file_size(file());
  ASSERT_GT(size, 24'000U) << "or it would all be written at its end";
  std::filesystem::remove(file());
  Finished full;
  {
    const FullDisk disk(size / 2);
    full = incident({"--since", "1h"});
  }
  EXPECT_NE(full.status, ctl::kDone);
  EXPECT_THAT(full.err, HasSubstr("incident.zip cannot be written: File too large."));
  for (const auto& entry : std::filesystem::directory_iterator(world_.own.root)) {
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr("incident.zip")));
  }
}

}  // namespace
}  // namespace saga::test
