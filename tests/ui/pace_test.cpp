// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/async/pace.h"

#include <gtest/gtest.h>

namespace saga::ui {
namespace {

using namespace std::chrono_literals;

// A hundredth of the time, between once a second and every ten.
struct Reading {
  Pace pace{1s, 100, 10s};
  MonoTime now{1h};

  void ask(std::chrono::nanoseconds takes) {
    pace.asked(now);
    now += takes;
    pace.answered(now);
  }
  std::chrono::milliseconds wait() {
    const MonoTime asked = now;
    while (!pace.due(now)) now += 1ms;
    return std::chrono::round<std::chrono::milliseconds>(now - asked);
  }
};

TEST(Pace, TheFirstQuestionIsDueAtOnce) { EXPECT_TRUE(Reading{}.pace.due(MonoTime{1h})); }

TEST(Pace, WhatIsQuickIsAskedForAsOftenAsIsAllowed) {
  Reading reading;
  reading.ask(2ms);
  EXPECT_EQ(reading.wait(), 998ms);
}

TEST(Pace, WhatIsSlowTakesItsShareOfTheTime) {
  Reading reading;
  reading.ask(30ms);
  EXPECT_EQ(reading.wait(), 2970ms);
  reading.ask(5ms);
  EXPECT_EQ(reading.wait(), 995ms) << "and no longer than it is slow";
}

TEST(Pace, WhatDidNotAnswerForLongIsNotForgotten) {
  Reading reading;
  reading.ask(3s);
  EXPECT_EQ(reading.wait(), 7s);
}

TEST(Pace, AnotherQuestionIsDueAtOnce) {
  Reading reading;
  reading.ask(2ms);
  reading.pace.begin_again();
  EXPECT_TRUE(reading.pace.due(reading.now));
}

}  // namespace
}  // namespace saga::ui
