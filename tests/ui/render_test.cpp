// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the Sagas page in its states, sizes, themes and languages.
#include <QTableView>
#include <QTest>

#include "tests/ui/render_frame.h"
#include "ui/sagas/deliveries_view.h"
#include "ui/sagas/detail_tabs.h"
#include "ui/sagas/entries_view.h"
#include "ui/sagas/gantt_view.h"
#include "ui/sagas/saga_table_view.h"

namespace saga::test {
namespace {

class Render : public RenderFrame {};

TEST_P(Render, EveryState) {
  fill_sample(system, 400);
  open(ui::Environment::Production, GetParam().size());
  connect_all();
  save("list");

  page->select(kStuckId);
  std::vector<SagaId> fresh;
  for (int i = 0; i < 34; ++i) {
    Saga saga = system.sagas.front();
    saga.id = "0195a1d0-0000-7000-8000-" + std::to_string(100000000000 + i);
    saga.created_at += std::chrono::milliseconds(i + 1);
    fresh.push_back(saga.id);
    system.sagas.insert(system.sagas.begin(), saga);
  }
  system.tell(FeedBatch{fresh, false, system.server_now, system.server_now});
  settle();
  QTest::qWait(120);
  save("stuck");

  page->open_request(Action::Retry);
  save("retry");
  page->select(kNeedsAttentionId);
  save("attention");
  page->open_request(Action::Compensate);
  save("compensate");
  page->select(kRunningId);
  save("running");

  page->select(kStuckId);
  settle();
  system.tell(lost_postgres("db-a.payments: connection refused"));
  save("lost");
}

TEST_P(Render, TheSelectionAndTheViews) {
  fill_sample(system, 400);
  open(ui::Environment::Production, GetParam().size());
  connect_all();
  controller->views().save(QStringLiteral("재고 / stock 2026 & co"),
                           {.filter = QStringLiteral("step:StockConfirmation")});
  page->show_view(QStringLiteral("own-1"));
  settle();
  auto& table = *page->findChild<ui::SagaTableView*>();
  table.setFocus();
  controller->model().choose(1, true);
  controller->model().choose(3, true);
  table.selectRow(1);
  save("selection-rows");
  controller->choose_all();
  controller->model().choose(2, false);
  table.columns().show({QStringLiteral("updated"), QStringLiteral("reason")});
  save("selection-all");
  controller->choose_none();
  controller->views().remove(QStringLiteral("own-1"));
  save("view-deleted");
  QTest::keyClick(&table, Qt::Key_S, Qt::ControlModifier);
  save("view-name");
}

TEST_P(Render, EveryTabOfTheDetail) {
  using namespace std::chrono_literals;
  using Tab = ui::DetailTabs::Tab;
  fill_sample(system, 400);
  open(ui::Environment::Production, GetParam().size());
  connect_all();
  page->select(kStuckId);
  settle();
  auto& tabs = *window->findChild<ui::DetailTabs*>();
  QTest::keyClick(window.get(), Qt::Key_F, Qt::ControlModifier);
  QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("stock"));
  save("search");
  window->findChild<ui::GanttView*>()->setFocus();
  QTest::keyClick(window->findChild<ui::GanttView*>(), Qt::Key_Up);
  tabs.set_tab(Tab::Diff);
  save("diff");
  tabs.set_tab(Tab::Streams);
  settle();
  QTableView* table = nullptr;
  for (auto* view : tabs.findChildren<ui::EntriesView*>()) {
    if (view->isVisible()) table = &view->table();
  }
  ASSERT_NE(table, nullptr);
  table->setCurrentIndex(table->model()->index(3, 0));
  table->setFocus();
  QTest::keyClick(table, Qt::Key_Return);
  save("streams");
  tabs.set_tab(Tab::Events);
  save("events");
  tabs.set_tab(Tab::Notes);
  save("notes");
  tabs.set_tab(Tab::History);
  save("journal");
  system.streams->error = Error{ErrorKind::Connection, "redis-a.payments: connection refused"};
  PlatformStatus locked = operator_status(system.server_now);
  locked.writing = Writing::Locked;
  system.tell(locked);
  save("locked");
  PlatformStatus viewer = operator_status(system.server_now);
  viewer.user = "vera";
  viewer.role = "saga_viewer";
  viewer.degree = Degree::Watch;
  viewer.may_retry = viewer.may_compensate = viewer.may_note = false;
  system.tell(viewer);
  tabs.set_tab(Tab::Notes);
  save("viewer");
  page->select(kNeedsAttentionId);
  settle();
  tabs.set_tab(Tab::Streams);
  save("streams-lost");
}

TEST_P(Render, TheDeliveriesOfASaga) {
  fill_sample(system, 400);
  const SagaId saga = fill_deliveries(system);
  open(ui::Environment::Production, GetParam().size());
  connect_all();
  page->select(saga);
  settle();
  auto& tabs = *window->findChild<ui::DetailTabs*>();
  tabs.set_tab(ui::DetailTabs::Tab::External);
  save("external");
  window->findChild<ui::DeliveriesView*>()->table().selectRow(1);
  save("external-dead-letter");
  window->findChild<ui::DeliveriesView*>()->table().selectRow(5);
  save("external-breaker");
  page->select(kStuckId);
  save("external-none");
}

INSTANTIATE_TEST_SUITE_P(Sizes, Render, render_cases(), [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace saga::test
