// SPDX-License-Identifier: GPL-3.0-or-later
// What people did to a saga, as text. Seen red: with a command told twice, once by the journal and once by itself.
#include <QAbstractItemModelTester>
#include <gtest/gtest.h>

#include "tests/ui/sample.h"
#include "ui/sagas/diff_model.h"
#include "ui/sagas/entry_model.h"
#include "ui/sagas/history_model.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using Tester = QAbstractItemModelTester;

std::string dump(const QAbstractItemModel& model) {
  std::string out;
  for (int row = 0; row < model.rowCount(); ++row) {
    for (int column = 0; column < model.columnCount(); ++column) {
      out += (column == 0 ? "" : " | ") + model.index(row, column).data().toString().toStdString();
    }
    out += "\n";
  }
  return out;
}

TEST(History, ACommandStandsWhereTheJournalAcceptedIt) {
  const auto at = [](std::chrono::seconds before) { return sample_now() - before; };
  CommandRecord retry{"c-1", Action::Retry, "lee.jiwon", "INC-2290", "APPLIED", "runs again", at(30s), at(29s), 6};
  CommandRecord open{"c-2", Action::Compensate, "kim.sujin", "customer asked", "PENDING", "", at(5s), {}, 7};
  CommandRecord old{"c-0", Action::Retry, "kim.sujin", "first try", "REFUSED", "version moved", at(90s), at(90s), 5};
  const std::vector<JournalRow> journal{
      {4, "REQUESTED", "kim.sujin", "COMPENSATE", "s", "customer asked", "{}",
       R"({"outcome":"ACCEPTED","detail":"waits","commandId":"c-2"})", at(5s)},
      {3, "REQUESTED", "kim.sujin", "TAKE", "s", "", R"({"assignee": null})", R"({"outcome":"APPLIED"})", at(10s)},
      {2, "OBSERVED", "lee.jiwon", "RETRY", "s", "", "v6", "settled", at(28s)},
      {1, "REQUESTED", "lee.jiwon", "RETRY", "s", "INC-2290", "{}", R"({"outcome":"ACCEPTED","commandId":"c-1"})",
       at(30s)},
      {0, "REQUESTED", "lee.jiwon", "RETRY", "s", "too fast", "{}",
       R"({"outcome":"CONFLICT","detail":"kim.sujin requested RETRY","commandId":null})", at(31s)}};
  ui::HistoryModel model;
  const Tester tester(&model, Tester::FailureReportingMode::Fatal);
  model.show_lines(ui::history_of({open, retry, old}, journal));
  EXPECT_EQ(dump(model),
            "11:44:26 | kim.sujin | Compensate | waits for the orchestrator | customer asked\n"
            "11:44:21 | kim.sujin | Took the saga | done | \n"
            "11:44:03 | lee.jiwon | Retry, observed |  | settled\n"
            "11:44:01 | lee.jiwon | Retry | applied after 1.0 s | INC-2290\n"
            "11:44:00 | lee.jiwon | Retry | too late: kim.sujin requested RETRY | too fast\n"
            "11:43:01 | kim.sujin | Retry | refused: version moved | first try\n");
}

TEST(Entries, OfStreamsAndStoresAreRowsOfOneKind) {
  ui::EntryModel model(QStringLiteral("Stream"), QStringLiteral("Entry"));
  const Tester tester(&model, Tester::FailureReportingMode::Fatal);
  model.show_rows(ui::entries_of(
      std::vector<StreamHit>{{"order.validated", "1773197071000-0", sample_now(), "OrderValidated", "{}"},
                             {"order.validated", "1773197071001-0", sample_now() + 1ms, "", "broken"}}));
  EXPECT_EQ(dump(model),
            "11:44:31.000 | OrderValidated | order.validated | 1773197071000-0\n"
            "11:44:31.001 | cannot be read | order.validated | 1773197071001-0\n");
  model.show_rows(
      ui::entries_of(std::vector<StoredEvent>{{"orders", "order/O-1", 2, "OrderCancelled", "{}", sample_now()}}));
  EXPECT_EQ(dump(model), "11:44:31.000 | OrderCancelled | order/O-1 | #2\n");
}

TEST(Diff, RowsSayWhatBecameOfWhat) {
  ui::DiffModel model;
  const Tester tester(&model, Tester::FailureReportingMode::Fatal);
  model.show_diff(diff_of(read_payload(R"({"a":1,"b":"x"})"), read_payload(R"({"a":2,"c":null})")));
  EXPECT_EQ(dump(model),
            "~ changed | $.a | 1 | 2\n"
            "− removed | $.b | \"x\" | \n"
            "+ added | $.c |  | null\n");
}

}  // namespace
}  // namespace saga::test
