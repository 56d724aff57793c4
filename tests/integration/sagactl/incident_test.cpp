// SPDX-License-Identifier: GPL-3.0-or-later
// sagactl incident: what is in the file, against a real PostgreSQL.
#include <archive.h>
#include <archive_entry.h>

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

class SagactlIncident : public testing::Test {
 protected:
  Finished incident(std::vector<std::string> more) {
    more.insert(more.begin(), {"--profile", "viewer", "--json", "incident", "--out", file().string()});
    return sagactl(more);
  }
  [[nodiscard]] std::filesystem::path file() const { return world_.own.root / "incident.zip"; }

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
  EXPECT_THAT(files["chart.svg"], HasSubstr("</svg>"));
  EXPECT_THAT(files["README.txt"], HasSubstr("sagas.csv             2 rows"));
  for (const auto& [name, text] : files) EXPECT_THAT(text, Not(HasSubstr("4111"))) << name;
}

TEST_F(SagactlIncident, LeavesNoFileWhereItCannotBeFinished) {
  EXPECT_EQ(incident({}).status, ctl::kUsage) << "since when?";
  EXPECT_EQ(incident({"--since", "1h", "--until", "2h"}).status, ctl::kUsage) << "an empty period";
  EXPECT_FALSE(std::filesystem::exists(file()));
  const auto full = sagactl({"--profile", "viewer", "--json", "incident", "--since", "1h", "--out", "/dev/full/x.zip"});
  EXPECT_NE(full.status, ctl::kDone);
  EXPECT_THAT(full.err, HasSubstr("/dev/full/x.zip"));
  EXPECT_THAT(full.err, HasSubstr("Choose another folder"));
}

}  // namespace
}  // namespace saga::test
