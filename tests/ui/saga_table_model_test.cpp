// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/saga_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gtest/gtest.h>

#include "tests/support/manual_clock.h"
#include "tests/ui/sample.h"
#include "ui/sagas/journal_model.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using ui::SagaTableModel;
using Tester = QAbstractItemModelTester;

Saga saga(const std::string& id, std::chrono::seconds age, SagaStatus status = SagaStatus::Running, int version = 1) {
  Saga out{id};
  out.type = "PaymentSaga";
  out.current_step = "StockConfirmation";
  out.status = status;
  out.order_id = "O-" + id;
  out.amount = Money{128000, "KRW"};
  out.version = version;
  out.attempts = 1;
  out.created_at = sample_now() - age;
  out.progress_at = sample_now();
  return out;
}

// The table as a person reads it, one line a row.
std::string dump(const QAbstractItemModel& model) {
  QStringList lines;
  for (int row = 0; row < model.rowCount(); ++row) {
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column) cells << model.index(row, column).data().toString();
    lines << cells.join(QStringLiteral(" | "));
  }
  return lines.join(QLatin1Char('\n')).toStdString();
}

struct Table : ::testing::Test {
  ManualClock clock{sample_now()};
  SagaTableModel model{clock};
  Tester tester{&model, Tester::FailureReportingMode::Fatal};

  static bool all(const Saga&) { return true; }
  SagaPage page(std::vector<Saga> sagas, bool more = false) {
    SagaPage out{std::move(sagas), std::nullopt, sample_now()};
    if (more) out.next = SagaCursor{out.sagas.back().created_at, out.sagas.back().id};
    return out;
  }
};

TEST_F(Table, ShowsWhatWasRead) {
  Saga parked = saga("b", 48s);
  parked.parked_reason = "stock reservation expired";
  parked.attempts = 3;
  model.reset(page({saga("a", 2s), parked, saga("c", 60s, SagaStatus::Completed)}));
  EXPECT_EQ(dump(model),
            "running | a | O-a | StockConfirmation | 128,000 KRW | 2.0 s\n"
            "stuck | b | O-b | StockConfirmation ×3 | 128,000 KRW | 48 s\n"
            "completed | c | O-c | StockConfirmation | 128,000 KRW | 60 s");
}

TEST_F(Table, RowsChangeInPlaceAndNeverMove) {
  model.reset(page({saga("a", 2s), saga("b", 48s), saga("c", 60s)}));
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  model.update({saga("b", 48s, SagaStatus::Completed, 2)}, sample_now(), all);
  ASSERT_EQ(changed.count(), 1);
  EXPECT_EQ(changed[0][0].toModelIndex().row(), 1);
  EXPECT_NE(dump(model).find("completed | b"), std::string::npos);
  EXPECT_GT(model.flash(1), 0.9);
  EXPECT_EQ(model.flash(0), 0);
  clock.turn(500ms);
  EXPECT_EQ(model.flash(1), 0) << "it flashes once";
}

TEST_F(Table, AnOlderVersionThatArrivesLateIsDropped) {
  model.reset(page({saga("a", 2s, SagaStatus::Completed, 5)}));
  model.update({saga("a", 2s, SagaStatus::Running, 4)}, sample_now(), all);
  EXPECT_EQ(dump(model).substr(0, 9), "completed");
}

TEST_F(Table, NewerRowsWaitUntilAsked) {
  model.reset(page({saga("b", 10s), saga("c", 60s)}));
  QSignalSpy waiting(&model, &SagaTableModel::waiting_changed);
  model.update({saga("d", 1s), saga("e", 2s), saga("old", 3600s)}, sample_now(), all);
  EXPECT_EQ(model.waiting(), 2) << "a row that belongs further down is not newer";
  EXPECT_EQ(model.rowCount(), 2);
  EXPECT_EQ(waiting.count(), 1);
  QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
  model.show_waiting(100);
  EXPECT_EQ(inserted.count(), 1) << "views are told, with the rows on top";
  EXPECT_EQ(model.rowCount(), 4);
  EXPECT_EQ(model.row_of("d"), 0);
  EXPECT_EQ(model.row_of("e"), 1);
  EXPECT_EQ(model.row_of("b"), 2);
  EXPECT_EQ(model.waiting(), 0);
}

TEST_F(Table, ANewerRowThatStopsMatchingNoLongerWaits) {
  model.reset(page({saga("b", 10s)}));
  const auto running = [](const Saga& s) { return s.status == SagaStatus::Running; };
  model.update({saga("d", 1s)}, sample_now(), running);
  EXPECT_EQ(model.waiting(), 1);
  model.update({saga("d", 1s, SagaStatus::Completed, 2)}, sample_now(), running);
  EXPECT_EQ(model.waiting(), 0);
}

TEST_F(Table, KeepsAtMostSoManyRowsAndFetchesTheRestAgain) {
  model.reset(page({saga("b", 10s), saga("c", 60s)}));
  model.update({saga("d", 1s), saga("e", 2s)}, sample_now(), all);
  model.show_waiting(3);
  EXPECT_EQ(model.rowCount(), 3);
  model.fetch_failed();  // of the fetch that the model tester began
  EXPECT_TRUE(model.canFetchMore({}));
}

TEST_F(Table, FetchesTheNextPageByTheLastRowsKey) {
  model.reset(page({saga("a", 1s), saga("b", 2s)}, true));
  QSignalSpy wants(&model, &SagaTableModel::wants_more);
  model.fetch_failed();  // of the fetch that the model tester began
  ASSERT_TRUE(model.canFetchMore({}));
  model.fetchMore({});
  EXPECT_FALSE(model.canFetchMore({})) << "one at a time";
  ASSERT_EQ(wants.count(), 1);
  EXPECT_EQ(qvariant_cast<SagaCursor>(wants[0][0]).id, "b");
  QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
  model.append(page({saga("b", 2s), saga("c", 3s)}));
  ASSERT_EQ(inserted.count(), 1);
  EXPECT_EQ(inserted[0][1].toInt(), 2);
  EXPECT_EQ(model.rowCount(), 3) << "a row that both pages hold is shown once";
  EXPECT_FALSE(model.canFetchMore({}));
}

TEST_F(Table, AFetchThatFailedMayBeRepeated) {
  model.reset(page({saga("a", 1s)}, true));
  model.fetchMore({});
  model.fetch_failed();
  EXPECT_TRUE(model.canFetchMore({}));
}

TEST_F(Table, TimeAloneMakesARowStuck) {
  model.reset(page({saga("a", 2s)}));
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  model.tick(sample_now() + 5s);
  ASSERT_EQ(changed.count(), 1);
  EXPECT_EQ(changed[0][0].toModelIndex().column(), static_cast<int>(SagaTableModel::Column::Age)) << "ages only";
  model.tick(sample_now() + 40s);
  EXPECT_EQ(dump(model), "stuck | a | O-a | StockConfirmation | 128,000 KRW | 42 s");
}

TEST_F(Table, ForeignTextInAToolTipStaysText) {
  Saga evil = saga("<b>a</b>", 2s);
  evil.parked_reason = "<img src=x>";
  model.reset(page({evil}));
  for (int column = 0; column < SagaTableModel::kColumns; ++column) {
    const QString tip = model.index(0, column).data(Qt::ToolTipRole).toString();
    EXPECT_FALSE(tip.contains(QStringLiteral("<img")) || tip.contains(QStringLiteral("<b>"))) << tip.toStdString();
  }
}

TEST(Journal, ShowsRequestAndObservation) {
  ui::JournalModel model;
  const Tester tester(&model, Tester::FailureReportingMode::Fatal);
  model.show_rows({{2, "OBSERVED", "lee.jiwon", "RETRY", "s", "", "v6", "settled", sample_now()},
                   {1, "REQUESTED", "lee.jiwon", "RETRY", "s", "INC-2290", "v5", "v6", sample_now() - 2s}});
  EXPECT_EQ(dump(model), "11:44:31 | lee.jiwon | RETRY, observed | settled\n11:44:29 | lee.jiwon | RETRY | INC-2290");
}

}  // namespace
}  // namespace saga::test
