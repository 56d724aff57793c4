// SPDX-License-Identifier: GPL-3.0-or-later
// Seen red: rows read and inserted in one step (the tester's), the block of the selection forgotten, the answer of an
// earlier list taken into the present one.
#include "ui/sagas/saga_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gtest/gtest.h>

#include "tests/support/manual_clock.h"
#include "tests/ui/sample.h"

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

// The table as a person reads it, one line a row; six columns from `first` on.
std::string dump(const QAbstractItemModel& model, int first = 0) {
  QStringList lines;
  for (int row = 0; row < model.rowCount(); ++row) {
    QStringList cells;
    for (int column = first; column < qMin(first + 6, model.columnCount()); ++column) {
      cells << model.index(row, column).data().toString();
    }
    lines << cells.join(QStringLiteral(" | "));
  }
  return lines.join(QLatin1Char('\n')).toStdString();
}

// Only the ids, "…" for a row that is not read.
std::string ids(const SagaTableModel& model) {
  std::string out;
  for (int row = 0; row < model.rowCount(); ++row) {
    out += (row == 0 ? "" : " ") + (model.row(row).saga ? model.row(row).saga->id : "…");
  }
  return out;
}

struct Table : ::testing::Test {
  ManualClock clock{sample_now()};
  SagaTableModel model{clock};
  Tester tester{&model, Tester::FailureReportingMode::Fatal};

  static ListPage page(std::vector<Saga> sagas, bool more = false) { return {std::move(sagas), more, sample_now()}; }
  void reset(std::vector<Saga> sagas, bool more = false) { model.reset({}, page(std::move(sagas), more)); }
  static SagaKey key(const Saga& saga) { return key_of(saga, SortBy::Created); }
};

TEST_F(Table, ShowsWhatWasRead) {
  Saga parked = saga("b", 48s);
  parked.parked_reason = "stock reservation expired";
  parked.attempts = 3;
  reset({saga("a", 2s), parked, saga("c", 60s, SagaStatus::Completed)});
  EXPECT_EQ(dump(model, 1),
            "running | a | O-a | StockConfirmation | 128,000 KRW | 2.0 s\n"
            "stuck | b | O-b | StockConfirmation ×3 | 128,000 KRW | 48 s\n"
            "completed | c | O-c | StockConfirmation | 128,000 KRW | 60 s");
}

TEST_F(Table, RowsChangeInPlaceAndNeverMove) {
  reset({saga("a", 2s), saga("b", 48s), saga("c", 60s)});
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  model.update({saga("b", 48s, SagaStatus::Completed, 2), saga("x", 1s)}, sample_now());
  ASSERT_EQ(changed.count(), 1);
  EXPECT_EQ(changed[0][0].toModelIndex().row(), 1);
  EXPECT_NE(dump(model, 1).find("completed | b"), std::string::npos);
  EXPECT_EQ(ids(model), "a b c");
  EXPECT_GT(model.flash(1), 0.9);
  EXPECT_EQ(model.flash(0), 0);
  clock.turn(500ms);
  EXPECT_EQ(model.flash(1), 0) << "it flashes once";
}

TEST_F(Table, AnOlderVersionThatArrivesLateIsDropped) {
  reset({saga("a", 2s, SagaStatus::Completed, 5)});
  model.update({saga("a", 2s, SagaStatus::Running, 4)}, sample_now());
  EXPECT_EQ(dump(model, 1).substr(0, 9), "completed");
}

TEST_F(Table, WhatWaitedComesOnTop) {
  reset({saga("b", 10s), saga("c", 60s)});
  EXPECT_EQ(model.newer_range(), (ListRange{std::nullopt, SagaBound{key(saga("b", 10s)), false}}));
  QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
  model.prepend(page({saga("d", 1s), saga("e", 2s)}));
  EXPECT_EQ(inserted.count(), 1) << "views are told, with the rows on top";
  EXPECT_EQ(ids(model), "d e b c");
  EXPECT_EQ(model.newer_range()->to->key.id, "d");
}

TEST_F(Table, GoesOnAfterTheLastRowUntilAllAreCounted) {
  QSignalSpy wants(&model, &SagaTableModel::wants);
  reset({saga("a", 1s), saga("b", 2s)}, true);
  EXPECT_FALSE(model.complete());
  model.set_window(0, 1);
  ASSERT_EQ(wants.count(), 1);
  const auto range = qvariant_cast<ListRange>(wants[0][0]);
  EXPECT_EQ(range, (ListRange{SagaBound{key(saga("b", 2s)), true}, std::nullopt}));
  model.set_window(0, 1);
  EXPECT_EQ(wants.count(), 1) << "one at a time";
  model.take(range, page({saga("c", 3s)}));
  EXPECT_EQ(ids(model), "a b c");
  EXPECT_TRUE(model.complete());
}

TEST_F(Table, AReadThatFailedIsRepeatedByTheNextTick) {
  QSignalSpy wants(&model, &SagaTableModel::wants);
  reset({saga("a", 1s)}, true);
  model.set_window(0, 1);
  model.fetch_failed();
  model.tick(sample_now());
  EXPECT_EQ(wants.count(), 2);
}

// A list of 1,000 rows, of which 100 were read: a jump reads what is looked at there and nothing between.
struct LongTable : Table {
  LongTable() {
    for (int i = 0; i < 1000; ++i) all.push_back(saga("s" + std::to_string(1000 + i), std::chrono::seconds(i)));
    reset({all.begin(), all.begin() + 100}, true);
    KeyIndex index{{}, 100, 1000, sample_now()};
    for (std::size_t i = 0; i < 1000; i += 100) index.keys.push_back(key(all[i]));
    model.adopt(index);
  }
  // What the window asks for is read, as the attachment would.
  void look_at(int first, int last) {
    QSignalSpy wants(&model, &SagaTableModel::wants);
    model.set_window(first, last);
    while (!wants.isEmpty()) {
      const auto range = qvariant_cast<ListRange>(wants.takeFirst()[0]);
      ListPage read = page({});
      for (const Saga& s : all) {
        if (range.from && (key(s) > range.from->key || (range.from->past && key(s) == range.from->key))) continue;
        if (range.to && (key(s) < range.to->key || (!range.to->past && key(s) == range.to->key))) continue;
        read.sagas.push_back(s);
      }
      model.take(range, read);
    }
  }
  std::vector<Saga> all;
};

TEST_F(LongTable, KnowsAllRowsAndReadsThoseThatAreLookedAt) {
  EXPECT_EQ(model.rowCount(), 1000);
  EXPECT_TRUE(model.complete());
  EXPECT_EQ(model.in_memory(), 100);
  look_at(850, 880);
  EXPECT_EQ(model.row(850).saga->id, "s1850");
  EXPECT_EQ(model.row(899).saga->id, "s1899");
  EXPECT_EQ(model.row(500).saga, nullptr) << "nobody has looked there";
  EXPECT_EQ(model.rowCount(), 1000);
}

TEST_F(LongTable, RowsThatCameOrWentSinceTheCountMoveOnlyWhatLiesBelow) {
  look_at(850, 880);
  all.erase(all.begin() + 450, all.begin() + 453);
  QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
  look_at(440, 460);
  ASSERT_EQ(removed.count(), 1);
  EXPECT_GE(removed[0][1].toInt(), 460) << "below what is looked at";
  EXPECT_EQ(model.rowCount(), 997);
  EXPECT_EQ(model.row(847).saga->id, "s1850") << "the rows that were read are the same";
}

TEST_F(LongTable, MoreThanWasCountedInABlockIsTakenInPieces) {
  const ListRange range{SagaBound{key(all[300]), false}, SagaBound{key(all[400]), false}};
  model.take(range, page({all.begin() + 300, all.begin() + 360}, true));
  EXPECT_EQ(model.row(359).saga->id, "s1359");
  EXPECT_EQ(model.row(360).saga, nullptr);
  look_at(355, 365);
  EXPECT_EQ(model.row(360).saga->id, "s1360");
  EXPECT_EQ(model.rowCount(), 1000);
}

TEST_F(LongTable, AnAnswerToAnotherListIsLeftAlone) {
  model.take({SagaBound{{"", 5, "x"}, false}, std::nullopt}, page({saga("x", 1s)}));
  EXPECT_EQ(model.rowCount(), 1000);
  EXPECT_EQ(model.row_of("x"), -1);
}

TEST_F(LongTable, AfterMissedChangesOnlyWhatIsOnScreenIsKept) {
  look_at(850, 880);
  model.keep("s1010");
  model.distrust_unseen();
  EXPECT_EQ(model.row_of("s1850"), 850) << "on screen";
  EXPECT_EQ(model.row_of("s1010"), 10) << "selected";
  look_at(0, 20);
  model.keep({});
  model.distrust_unseen();
  EXPECT_EQ(model.row_of("s1850"), -1);
  EXPECT_EQ(model.rowCount(), 1000);
}

TEST_F(Table, MemoryIsBoundedHoweverFarSomebodyScrolls) {
  KeyIndex index{{}, 10, 2000, sample_now()};
  std::vector<Saga> all;
  for (int i = 0; i < 2000; ++i) all.push_back(saga("s" + std::to_string(1000 + i), std::chrono::seconds(i)));
  for (std::size_t i = 0; i < 2000; i += 10) index.keys.push_back(key(all[i]));
  reset({all.begin(), all.begin() + 10}, true);
  model.adopt(index);
  model.fetch_failed();  // what it asked for before anybody listened
  for (int block = 1; block < 200; ++block) {
    QSignalSpy wants(&model, &SagaTableModel::wants);
    model.set_window(block * 10, block * 10 + 9);
    for (int answers = 0; !wants.isEmpty() && answers < 20; ++answers) {
      const auto range = qvariant_cast<ListRange>(wants.takeFirst()[0]);
      const auto from = std::ranges::find(all, range.from->key.id, &Saga::id) + (range.from->past ? 1 : 0);
      const auto to = range.to ? std::ranges::find(all, range.to->key.id, &Saga::id) : all.end();
      model.take(range, page({from, to}));
    }
    ASSERT_LE(model.in_memory(), 10 * (SagaTableModel::kMostBlocks + 1));
    ASSERT_EQ(model.row(block * 10).saga->id, all[static_cast<std::size_t>(block) * 10].id);
  }
}

TEST_F(Table, TimeAloneMakesARowStuck) {
  reset({saga("a", 2s)});
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  model.tick(sample_now() + 5s);
  ASSERT_EQ(changed.count(), 1);
  EXPECT_EQ(changed[0][0].toModelIndex().column(), static_cast<int>(SagaTableModel::Column::Age)) << "ages only";
  model.tick(sample_now() + 40s);
  EXPECT_EQ(dump(model, 1), "stuck | a | O-a | StockConfirmation | 128,000 KRW | 42 s");
}

TEST_F(Table, ForeignTextInAToolTipStaysText) {
  Saga evil = saga("<b>a</b>", 2s);
  evil.parked_reason = "<img src=x>";
  reset({evil});
  for (int column = 0; column < SagaTableModel::kColumns; ++column) {
    const QString tip = model.index(0, column).data(Qt::ToolTipRole).toString();
    EXPECT_FALSE(tip.contains(QStringLiteral("<img")) || tip.contains(QStringLiteral("<b>"))) << tip.toStdString();
  }
}

// The tester is worth something: a model that moves rows without saying so ends the program.
class SilentModel final : public QAbstractListModel {
 public:
  int rows = 3;
  [[nodiscard]] int rowCount(const QModelIndex&) const override { return rows; }
  [[nodiscard]] QVariant data(const QModelIndex&, int role) const override {
    return role == Qt::DisplayRole ? QVariant(rows) : QVariant();
  }
  void grow() {
    beginInsertRows({}, rows, rows);
    rows += 2;
    endInsertRows();
  }
};

TEST(BrokenModelDeathTest, IsFoundByTheTester) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(
      {
        SilentModel model;
        const Tester tester(&model, Tester::FailureReportingMode::Fatal);
        model.grow();
      },
      "");
}

}  // namespace
}  // namespace saga::test
