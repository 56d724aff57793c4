// SPDX-License-Identifier: GPL-3.0-or-later
// The detail of a saga in the window, by keyboard and mouse: what its tabs ask for and when, notes and claims, streams
// that are lost, the way from saga to saga. Seen red: with tabs that asked before they were opened, with a note's field
// that was cleared when its answer was lost, and with one that kept what was typed for another saga.
#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTableView>
#include <gmock/gmock.h>

#include "tests/ui/console_fixture.h"
#include "ui/sagas/claim_bar.h"
#include "ui/sagas/deliveries_view.h"
#include "ui/sagas/delivery_card.h"
#include "ui/sagas/detail_panel.h"
#include "ui/sagas/detail_tabs.h"
#include "ui/sagas/diff_model.h"
#include "ui/sagas/diff_view.h"
#include "ui/sagas/entries_view.h"
#include "ui/sagas/gantt_view.h"
#include "ui/sagas/notes_view.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/payload_pane.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/state_view.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using Tab = ui::DetailTabs::Tab;

class DetailTest : public ConsoleFixture {
 protected:
  void show(const char* saga) {
    fill_sample(system, 50);
    open();
    connect_all();
    page->select(saga);
    settle();
  }
  template <class T>
  T& child() {
    T* found = window->findChild<T*>();
    EXPECT_NE(found, nullptr);
    return *found;
  }
  ui::DetailTabs& tabs() { return child<ui::DetailTabs>(); }
  void open_tab(Tab tab) {
    tabs().set_tab(tab);
    settle();
  }
  ui::EntriesView& entries() {
    for (ui::EntriesView* view : window->findChildren<ui::EntriesView*>()) {
      if (view->isVisible()) return *view;
    }
    ADD_FAILURE() << "no entries are shown";
    return child<ui::EntriesView>();
  }
  ui::ActionButton& button(const QString& label) {
    for (ui::ActionButton* found : child<ui::DetailPanel>().findChildren<ui::ActionButton*>()) {
      if (found->isVisible() && (found->text() == label || found->accessibleName() == label)) return *found;
    }
    ADD_FAILURE() << "no button " << label.toStdString();
    return child<ui::ActionButton>();
  }
  static std::string rows(const QAbstractItemModel& model) {
    std::string out;
    for (int row = 0; row < model.rowCount(); ++row) {
      for (int column = 0; column < model.columnCount(); ++column) {
        out += (column == 0 ? "" : " | ") + model.index(row, column).data().toString().toStdString();
      }
      out += "\n";
    }
    return out;
  }
  QPlainTextEdit& field() { return *child<ui::NotesView>().findChild<QPlainTextEdit*>(); }
  std::string claim() { return child<ui::ClaimBar>().says().toStdString(); }
};

TEST_F(DetailTest, ATabAsksWhenItIsOpened) {
  show(kStuckId);
  EXPECT_THAT(system.context->asked, IsEmpty());
  EXPECT_THAT(system.streams->asked, IsEmpty());
  open_tab(Tab::Notes);
  open_tab(Tab::Events);
  EXPECT_THAT(system.context->asked, ElementsAre("notes", "events"));
  open_tab(Tab::Streams);
  EXPECT_EQ(system.streams->asked.size(), 1U);
  open_tab(Tab::Events);
  open_tab(Tab::Streams);
  EXPECT_EQ(system.context->asked.size(), 2U) << "and once";
  EXPECT_EQ(system.streams->asked.size(), 1U);
  page->select(kNeedsAttentionId);
  settle();
  EXPECT_EQ(system.streams->asked.size(), 2U) << "the open tab asks for the next saga";
  EXPECT_EQ(system.streams->asked.back().saga, kNeedsAttentionId);
}

TEST_F(DetailTest, TheDifferenceOfAStepIsShownByPath) {
  show(kStuckId);
  auto& gantt = child<ui::GanttView>();
  gantt.setFocus();
  QTest::keyClick(&gantt, Qt::Key_Up);
  settle();
  open_tab(Tab::Diff);
  EXPECT_EQ(rows(child<ui::DiffView>().model()),
            "− removed | $.orderId | \"O-4812933\" | \n"
            "− removed | $.userId | 81537 | \n"
            "− removed | $.amountMinor | 128000 | \n"
            "− removed | $.currency | \"KRW\" | \n"
            "+ added | $.reserved |  | true\n"
            "+ added | $.reservationId |  | \"rsv-77120-0481\"\n");
  EXPECT_EQ(child<ui::DiffView>().summary().toStdString(), "6 differ, 0 are the same");
  QTest::keyClick(&gantt, Qt::Key_Down);
  settle();
  EXPECT_EQ(child<ui::DiffView>().state().title().toStdString(), "Nothing to compare") << "the attempt failed";
  EXPECT_THAT(system.context->asked, IsEmpty()) << "what is here needs no question";
}

TEST_F(DetailTest, ALargePayloadIsReadWhenSomebodyAsksForAllOfIt) {
  fill_sample(system, 50);
  StepExecution& last = system.details.at(kStuckId).executions.back();
  last.error = R"({"trace":["a)";
  last.error_rest = 5'000'000;
  system.context->payload_text = R"({"trace":["a","b"]})";
  open();
  connect_all();
  page->select(kStuckId);
  settle();
  auto& pane = child<ui::PayloadPane>();
  EXPECT_EQ(pane.notice().toStdString(), "The first 12 bytes of about 5.0 MB");
  EXPECT_THAT(system.context->asked, IsEmpty());
  QTest::mouseClick(&button(QStringLiteral("Show all of it")), Qt::LeftButton);
  EXPECT_EQ(pane.notice().toStdString(), "Reading the whole payload");
  settle();
  EXPECT_EQ(pane.notice().toStdString(), "");
  EXPECT_EQ(pane.view().lines().rowCount(), 6);
  controller->refresh();
  settle();
  EXPECT_EQ(pane.view().lines().rowCount(), 6) << "the next look at the saga leaves it";
  EXPECT_THAT(system.context->asked, ElementsAre("payload of StockConfirmation"));
}

TEST_F(DetailTest, StreamEntriesUnfoldByKeyAndByMouse) {
  show(kStuckId);
  open_tab(Tab::Streams);
  ui::EntriesView& view = entries();
  EXPECT_EQ(rows(view.model()).substr(0, rows(view.model()).find('\n')),
            "11:43:42.811 | OrderValidationRequest | order.validation.requested | 1773197022811-0");
  EXPECT_EQ(view.model().rowCount(), 7);
  EXPECT_THAT(view.scope().toStdString(), testing::StartsWith("1 s around each of its times, 11:43:41.800 to "));
  EXPECT_THAT(view.scope().toStdString(), testing::HasSubstr("in 27 streams: 4,312 entries read"));
  view.table().setFocus();
  QTest::keyClick(&view.table(), Qt::Key_Down);
  EXPECT_FALSE(view.unfolded());
  QTest::keyClick(&view.table(), Qt::Key_Return);
  EXPECT_TRUE(view.unfolded());
  EXPECT_EQ(view.findChild<ui::PayloadView*>()->lines().payload().text.substr(0, 28),
            R"({"eventType":"OrderValidated)");
  QTest::keyClick(&view.table(), Qt::Key_Return);
  EXPECT_FALSE(view.unfolded());
  const auto click = [&](int row) {
    const QPoint at = view.table().visualRect(view.model().index(row, 1)).center();
    QTest::mouseClick(view.table().viewport(), Qt::LeftButton, {}, at);
  };
  click(3);
  EXPECT_TRUE(view.unfolded());
  click(1);
  EXPECT_TRUE(view.unfolded()) << "another row";
  click(1);
  EXPECT_FALSE(view.unfolded()) << "the same row";
}

TEST_F(DetailTest, ASearchThatStoppedSaysSoAndGoesOn) {
  fill_sample(system, 50);
  const TimePoint created = system.details.at(kStuckId).saga.created_at;
  system.streams->stops_at = created + 1s;
  open();
  connect_all();
  page->select(kStuckId);
  settle();
  open_tab(Tab::Streams);
  EXPECT_EQ(entries().model().rowCount(), 4);
  EXPECT_THAT(entries().scope().toStdString(),
              testing::HasSubstr("The search stopped at 11:43:43.800; what came later was not looked at."));
  QTest::mouseClick(&button(QStringLiteral("Read on")), Qt::LeftButton);
  settle();
  EXPECT_EQ(system.streams->asked.back().spans.front().from, created + 1s);
  EXPECT_EQ(entries().model().rowCount(), 7);
  EXPECT_THAT(entries().scope().toStdString(), testing::HasSubstr("8,624 entries read"));
  QTest::mouseClick(&button(QStringLiteral("Look wider")), Qt::LeftButton);
  settle();
  EXPECT_EQ(system.streams->asked.back().spans.front().from, created - 10s);
}

TEST_F(DetailTest, LostStreamsAreAStateOfTheirOwn) {
  fill_sample(system, 50);
  system.streams->error = Error{ErrorKind::Connection, "redis-a: connection refused"};
  open();
  connect_all();
  page->select(kStuckId);
  settle();
  open_tab(Tab::Streams);
  EXPECT_EQ(entries().state().title().toStdString(), "Redis cannot be reached");
  EXPECT_EQ(entries().state().detail().toStdString(), "redis-a: connection refused");
  system.streams->error.reset();
  QTest::mouseClick(&button(QStringLiteral("Try again")), Qt::LeftButton);
  settle();
  EXPECT_EQ(entries().model().rowCount(), 7);
}

TEST_F(DetailTest, StoredEventsSayWhatWasNotLookedAt) {
  show(kStuckId);
  open_tab(Tab::Events);
  EXPECT_EQ(rows(entries().model()),
            "11:43:42.840 | OrderValidated | order/O-4812933 | #1\n"
            "11:43:43.280 | Debited | account/81540/KRW | #1\n");
  EXPECT_THAT(entries().scope().toStdString(),
              testing::HasSubstr("Not looked at: products, in another database or closed to this role."));
}

TEST_F(DetailTest, DeliveriesSayWhatBecameOfThem) {
  fill_sample(system, 50);
  const SagaId saga = fill_deliveries(system);
  open();
  connect_all();
  page->select(saga);
  settle();
  EXPECT_THAT(system.context->asked, IsEmpty());
  open_tab(Tab::External);
  EXPECT_THAT(system.context->asked, ElementsAre("deliveries"));
  auto& view = child<ui::DeliveriesView>();
  const std::string event = "0195a1c4-9b11-7c18-8f2e-61d2f3a9b07e", order = "0195a1c4-9b12-7c18-8f2e-61d2f3a9b07e";
  EXPECT_EQ(rows(view.model()),
            "PaymentCompleted | analytics | sent | 1 | taken 11:44:27 | " + event + "/analytics\n" +
                R"(PaymentCompleted | crm | dead letter | 8 | HTTP 503: {"error":"upstream connect error or )" +
                R"(disconnect/reset before headers","retryAfter":30} | )" + event + "/crm\n" +
                "PaymentCompleted | warehouse | sent | 3 | taken 11:44:27 | " + event + "/warehouse\n" +
                "OrderCompleted | analytics | sent | 1 | taken 11:44:27 | " + order + "/analytics\n" +
                "OrderCompleted | inventory | tried again | 2 | no answer within 5000 ms | " + order + "/inventory\n" +
                "OrderCompleted | recommendation | breaker open | 0 | not tried yet | " + order + "/recommendation\n" +
                "ProductPurchased | recommendation | breaker open | 0 | not tried yet | "
                "0195a1c4-9b13-7c18-8f2e-61d2f3a9b07e/recommendation\n"
                "UserActivity | crm | waiting | 0 | not tried yet | 0195a1c4-9b14-7c18-8f2e-61d2f3a9b07e/crm\n");
  EXPECT_EQ(view.scope().toStdString(), "5 of 8 have not arrived, read 11:44:31.");
  EXPECT_FALSE(view.card().isVisible());
  const auto choose = [&](int row) {
    const QPoint at = view.table().visualRect(view.model().index(row, 0)).center();
    QTest::mouseClick(view.table().viewport(), Qt::LeftButton, {}, at);
  };
  choose(1);
  EXPECT_TRUE(view.card().isVisible());
  EXPECT_THAT(view.card().answer().toStdString(), testing::StartsWith("HTTP 503: {"));
  EXPECT_EQ(view.card().next().toStdString(), "nothing, until a person replays or discards it");
  QTest::mouseClick(&button(QStringLiteral("Copy the delivery id")), Qt::LeftButton);
  EXPECT_EQ(QApplication::clipboard()->text().toStdString(), event + "/crm");
  choose(4);
  EXPECT_EQ(view.card().next().toStdString(), "tried again, not before 11:44:29.000");
  choose(5);
  EXPECT_EQ(view.card().next().toStdString(), "waits until the breaker of recommendation lets one through");
  // Read again while the card is open: the row stays the one that is looked at.
  for (ExternalDelivery& each : system.context->sent[saga]) {
    each.status = "SENT";
    each.ended_at = sample_now();
  }
  QTest::mouseClick(&button(QStringLiteral("Read again")), Qt::LeftButton);
  settle();
  EXPECT_EQ(view.scope().toStdString(), "All have arrived, read 11:44:31.");
  EXPECT_EQ(view.card().id().toStdString(), order + "/recommendation");
  EXPECT_EQ(view.card().next().toStdString(), "nothing, it has arrived");
  page->select(kStuckId);
  settle();
  EXPECT_EQ(view.state().title().toStdString(), "No delivery to the outside");
}

TEST_F(DetailTest, AnErrorFromOutsideIsOnlyText) {
  fill_sample(system, 50);
  const SagaId saga = fill_deliveries(system);
  ExternalDelivery& delivery = system.context->sent[saga][1];
  delivery.error = "<img src=http://evil/x> \x1b[31m\nHTTP 500 " + std::string(5000, 'x');
  open();
  connect_all();
  page->select(saga);
  settle();
  open_tab(Tab::External);
  auto& view = child<ui::DeliveriesView>();
  view.table().selectRow(1);
  EXPECT_THAT(view.card().answer().toStdString(), testing::StartsWith("<img src=http://evil/x> "));
  EXPECT_THAT(view.card().answer().toStdString(), testing::Not(testing::HasSubstr("\x1b")));
  EXPECT_LT(view.card().answer().size(), 450);
}

TEST_F(DetailTest, DeliveriesThatCannotBeReadAreAskedForAgain) {
  fill_sample(system, 50);
  const SagaId saga = fill_deliveries(system);
  open();
  connect_all();
  page->select(saga);
  settle();
  system.context->error = Error{ErrorKind::Connection, "db-a: connection refused"};
  open_tab(Tab::External);
  auto& view = child<ui::DeliveriesView>();
  EXPECT_EQ(view.state().title().toStdString(), "The deliveries could not be read");
  EXPECT_EQ(view.state().detail().toStdString(), "db-a: connection refused");
  system.context->error.reset();
  QTest::mouseClick(&button(QStringLiteral("Try again")), Qt::LeftButton);
  settle();
  EXPECT_EQ(view.model().rowCount(), 8);
}

TEST_F(DetailTest, ANoteIsAddedByKeyboard) {
  show(kStuckId);
  auto& table = child<ui::SagaTableView>();
  table.setFocus();
  QTest::keyClick(&table, Qt::Key_M);
  settle();
  ASSERT_TRUE(field().hasFocus());
  EXPECT_EQ(child<ui::NotesView>().model().rowCount(), 2);
  EXPECT_EQ(child<ui::NotesView>().model().index(1, 0).data().toString().toStdString(),
            "kim.sujin · 11:43:56: INC-2290: reservations expire after 15 s, these waited 20 s.");
  QTest::keyClicks(&field(), QStringLiteral("stock says no"));
  QTest::keyClick(&field(), Qt::Key_Return, Qt::ControlModifier);
  ASSERT_EQ(system.note_changes.size(), 1U);
  EXPECT_EQ(system.note_changes[0], (NoteChange{NoteChange::Kind::Note, kStuckId, "stock says no", {}}));
  settle();
  EXPECT_EQ(field().toPlainText(), QString());
  EXPECT_EQ(child<ui::NotesView>().status().toStdString(), "The note was added");
}

TEST_F(DetailTest, ANoteWhoseAnswerWasLostStaysInTheField) {
  show(kStuckId);
  open_tab(Tab::Notes);
  system.note_outcome = OutcomeUnknown{Error{ErrorKind::InDoubt, "connection lost"}};
  field().setPlainText(QStringLiteral("stock says no"));
  system.context->asked.clear();
  QTest::mouseClick(child<ui::NotesView>().findChild<ui::ActionButton*>(QStringLiteral("add")), Qt::LeftButton);
  settle();
  EXPECT_EQ(field().toPlainText(), QStringLiteral("stock says no"));
  EXPECT_THAT(child<ui::NotesView>().status().toStdString(), testing::StartsWith("The answer was lost."));
  EXPECT_THAT(system.context->asked, testing::Contains("notes")) << "it is read back";
  page->select(kNeedsAttentionId);
  settle();
  EXPECT_EQ(field().toPlainText(), QString()) << "what was typed for one saga is not added to another";
}

TEST_F(DetailTest, ASagaIsTakenGivenBackAndTakenOver) {
  show(kNeedsAttentionId);
  EXPECT_EQ(claim(), "Nobody has taken this saga");
  QTest::mouseClick(&button(QStringLiteral("Take")), Qt::LeftButton);
  system.details.at(kNeedsAttentionId).claim = SagaClaim{"kim.sujin", sample_now()};
  settle();
  EXPECT_EQ(system.note_changes.back(), (NoteChange{NoteChange::Kind::Take, kNeedsAttentionId, {}, {}}));
  EXPECT_EQ(claim(), "You have taken this saga, since 11:44:31");
  auto& table = child<ui::SagaTableView>();
  table.setFocus();
  QTest::keyClick(&table, Qt::Key_T);
  EXPECT_EQ(system.note_changes.back().kind, NoteChange::Kind::Release);
  settle();
  page->select(kStuckId);
  settle();
  EXPECT_EQ(claim(), "lee.jiwon has taken this saga, since 11:43:54");
  QTest::mouseClick(&button(QStringLiteral("Take over")), Qt::LeftButton);
  EXPECT_EQ(system.note_changes.back(), (NoteChange{NoteChange::Kind::Take, kStuckId, {}, "lee.jiwon"}));
}

TEST_F(DetailTest, WhoComesSecondIsToldByWhomAndSinceWhen) {
  show(kNeedsAttentionId);
  system.note_outcome = Conflict{"lee.jiwon took it at 02:44:30 UTC", 7};
  system.details.at(kNeedsAttentionId).claim = SagaClaim{"lee.jiwon", sample_now() - 1s};
  QTest::mouseClick(&button(QStringLiteral("Take")), Qt::LeftButton);
  settle();
  EXPECT_EQ(claim(), "lee.jiwon was faster, since 11:44:30");
}

TEST_F(DetailTest, AViewerReadsAndIsToldWhatIsMissing) {
  show(kStuckId);
  PlatformStatus viewer = operator_status(system.server_now);
  viewer.user = "vera";
  viewer.role = "saga_viewer";
  viewer.degree = Degree::Watch;
  viewer.may_retry = viewer.may_compensate = viewer.may_note = false;
  system.tell(viewer);
  open_tab(Tab::Notes);
  EXPECT_EQ(child<ui::NotesView>().model().rowCount(), 2) << "reading is allowed";
  EXPECT_EQ(child<ui::NotesView>().status().toStdString(),
            "Notes are closed: it needs the role saga_operator, yours is saga_viewer");
  EXPECT_TRUE(field().isReadOnly());
  ui::ActionButton& take = child<ui::ClaimBar>().button();
  EXPECT_EQ(take.refusal_reason().toStdString(), "it needs the role saga_operator, yours is saga_viewer");
  QTest::mouseClick(&take, Qt::LeftButton);
  auto& table = child<ui::SagaTableView>();
  table.setFocus();
  QTest::keyClick(&table, Qt::Key_T);
  EXPECT_THAT(system.note_changes, IsEmpty());
}

TEST_F(DetailTest, FromSagaToSagaInTheOrderOfTheList) {
  show(kStuckId);
  auto& table = child<ui::SagaTableView>();
  const int row = table.currentIndex().row();
  const auto id_at = [&](int at) { return controller->model().row(at).saga->id; };
  child<ui::GanttView>().setFocus();
  QTest::keyClick(window.get(), Qt::Key_Down, Qt::AltModifier);
  settle();
  EXPECT_EQ(controller->selected(), id_at(row + 1));
  QTest::keyClick(window.get(), Qt::Key_Up, Qt::AltModifier);
  settle();
  EXPECT_EQ(controller->selected(), kStuckId);
  QTest::mouseClick(&button(QStringLiteral("Previous saga of the list (Alt+Up)")), Qt::LeftButton);
  settle();
  EXPECT_EQ(controller->selected(), id_at(row - 1));
  page->select(id_at(0));
  settle();
  EXPECT_EQ(button(QStringLiteral("Previous saga of the list (Alt+Up)")).refusal_reason().toStdString(),
            "this is the first saga of the list");
  EXPECT_FALSE(button(QStringLiteral("Next saga of the list (Alt+Down)")).refused());
}

TEST_F(DetailTest, SearchOpensInTheTabThatIsOpen) {
  show(kStuckId);
  QTest::keyClick(window.get(), Qt::Key_F, Qt::ControlModifier);
  auto& pane = child<ui::PayloadPane>();
  auto* search = pane.findChild<QLineEdit*>();
  ASSERT_TRUE(search->hasFocus());
  QTest::keyClicks(search, QStringLiteral("expired"));
  EXPECT_EQ(pane.search_state().toStdString(), "line 1 of 1");
}

}  // namespace
}  // namespace saga::test
