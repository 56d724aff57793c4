// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <string>
#include <vector>

#include <QCoreApplication>
#include <QThread>
#include <gtest/gtest.h>

#include "backend/concurrency/worker.h"
#include "tests/support/manual_executor.h"
#include "ui/async/gate.h"
#include "ui/async/gui_executor.h"
#include "ui/async/latest.h"

namespace saga::test {
namespace {

using ui::Gate;
using ui::Latest;

struct Asking {
  ManualExecutor gui;
  ManualExecutor background;
  std::vector<int> shown;
  int asked = 0;

  void ask(Latest<int>& latest, int answer) {
    latest.ask(background, [this, answer] { return ++asked, answer; }, [this](int value) { shown.push_back(value); });
  }
};

TEST(Latest, ShowsOnlyTheNewestOfManyQuestions) {
  Asking a;
  Latest<int> latest(a.gui);
  for (int i = 1; i <= 5; ++i) a.ask(latest, i);
  while (a.background.run_one() || a.gui.run_one()) {
  }
  EXPECT_EQ(a.shown, std::vector{5});
  EXPECT_EQ(a.asked, 2) << "one was in flight, one waited, the three between were never asked";
}

TEST(Latest, CancelIsNoAnswerAndNoError) {
  Asking a;
  Latest<int> latest(a.gui);
  a.ask(latest, 1);
  latest.cancel();
  a.background.run_all();
  a.gui.run_all();
  EXPECT_TRUE(a.shown.empty());
  EXPECT_FALSE(latest.busy());
  a.ask(latest, 2);
  a.background.run_all();
  a.gui.run_all();
  EXPECT_EQ(a.shown, std::vector{2}) << "it can be asked again afterwards";
}

TEST(Latest, AnswerAfterItsOwnerDiedIsDropped) {
  Asking a;
  auto latest = std::make_unique<Latest<int>>(a.gui);
  a.ask(*latest, 1);
  a.background.run_all();
  latest.reset();
  a.gui.run_all();
  EXPECT_TRUE(a.shown.empty());
}

TEST(Latest, AnswerMayAskAgain) {
  Asking a;
  Latest<int> latest(a.gui);
  latest.ask(
      a.background, [] { return 1; },
      [&](int value) {
        a.shown.push_back(value);
        a.ask(latest, value + 1);
      });
  while (a.background.run_one() || a.gui.run_one()) {
  }
  EXPECT_EQ(a.shown, (std::vector{1, 2}));
}

TEST(Gate, LetsNothingInAfterItsOwnerDied) {
  ManualExecutor gui;
  std::vector<std::string> seen;
  auto gate = std::make_unique<Gate>(gui);
  const auto pass = gate->pass<std::string>([&](std::string text) { seen.push_back(std::move(text)); });
  pass("before");
  gui.run_all();
  pass("posted, not run");
  gate.reset();
  gui.run_all();
  pass("after");
  gui.run_all();
  EXPECT_EQ(seen, std::vector<std::string>{"before"});
}

TEST(GuiExecutor, RunsWhatAWorkerPostsOnTheGuiThread) {
  ui::GuiExecutor gui;
  Worker worker("test");
  QThread* ran_on = nullptr;
  worker.post([&] { gui.post([&] { ran_on = QThread::currentThread(); }); });
  while (ran_on == nullptr) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  EXPECT_EQ(ran_on, QCoreApplication::instance()->thread());
}

}  // namespace
}  // namespace saga::test
