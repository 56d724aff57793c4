// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/window_run.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <unistd.h>

#include <QEventLoop>
#include <QScrollBar>
#include <QTimer>
#include <QWheelEvent>

#include "tests/benchmarks/process_usage.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/sagas/sagas_page.h"
#include "ui/widgets/tokens.h"

namespace saga::bench {
namespace {

using nlohmann::ordered_json;
using std::chrono::steady_clock;

constexpr const char* kFilters[] = {"status:stuck",
                                    "status:needs-attention",
                                    "status:completed",
                                    "status:compensated",
                                    "type:RefundSaga",
                                    "step:StockConfirmation",
                                    "status:running",
                                    "older:96h",
                                    "user:4711",
                                    "amount:100..200USD",
                                    R"(error:"no reply within … s")",
                                    ""};

void turn_wheel(QWidget& viewport, int notches) {
  const QPointF at(200, 200);
  QWheelEvent event(at, viewport.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(&viewport, &event);
}

// What one thread asks for and another sees.
struct Expected {
  std::mutex mutex;
  SagaId saga;      // to be changed next; "": none
  int version = 0;  // to be seen; 0: none yet
  steady_clock::time_point since;
};

}  // namespace

WindowRun::WindowRun(WatchedApplication& application, app::Console& console)
    : application_(application), console_(console), table_(console.window().findChild<ui::SagaTableView*>()) {}

bool WindowRun::rows_painted() const {
  if (console_.sagas().content() != ui::SagasController::Content::Rows) return false;
  const auto& model = table_->sagas();
  const int first = table_->verticalScrollBar()->value();
  const int last = std::min(model.rowCount(), first + table_->viewport()->height() / ui::height::kRow);
  for (int row = first; row < last; ++row) {
    if (!model.row(row).saga) return false;
  }
  return last > first;
}

bool WindowRun::wait(const std::function<bool()>& done, std::chrono::seconds patience) {
  QEventLoop loop;
  bool seen = false;
  application_.on_painted(table_->viewport(), [&] {
    if (seen || !done()) return;
    seen = true;
    loop.quit();
  });
  QTimer::singleShot(patience, &loop, &QEventLoop::quit);
  loop.exec();
  application_.on_painted(nullptr, {});
  return seen;
}

void WindowRun::pause(std::chrono::milliseconds time) {
  QEventLoop loop;
  QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
  loop.exec();
}

void WindowRun::go_to(const char* filter) {
  if (*filter == '\0') console_.page<ui::SagasPage>().clear_filter();
  console_.window().go_to({ui::PageId::Sagas, {}, QString::fromUtf8(filter)});
}

bool WindowRun::first_rows() {
  go_to("");
  table_->viewport()->update();
  return wait([this] { return rows_painted(); });
}

ordered_json WindowRun::scroll(std::chrono::seconds time) {
  constexpr auto kNotch = std::chrono::microseconds(16'667);
  Times frames;
  int skeletons = 0;
  const auto end = steady_clock::now() + time;
  auto next = steady_clock::now();
  for (int notch = 0; steady_clock::now() < end; ++notch) {
    const auto begun = steady_clock::now();
    turn_wheel(*table_->viewport(), notch / 600 % 2 == 0 ? -1 : 1);
    if (!wait([] { return true; }, std::chrono::seconds(1))) continue;  // at the list's end nothing is painted
    frames.add(steady_clock::now() - begun);
    skeletons += rows_painted() ? 0 : 1;
    next = std::max(next + kNotch, steady_clock::now());
    pause(std::max(std::chrono::duration_cast<std::chrono::milliseconds>(next - steady_clock::now()),
                   std::chrono::milliseconds(0)));
  }
  auto json = frames.json();
  json["framesWithRowsNotReadYet"] = skeletons;
  return json;
}

ordered_json WindowRun::jump(int times) {
  std::mt19937 random(4711);
  Times jumps;
  int lost = 0;
  for (int i = 0; i < times; ++i) {
    QScrollBar& bar = *table_->verticalScrollBar();
    const auto begun = steady_clock::now();
    bar.setValue(static_cast<int>(random() % static_cast<unsigned>(bar.maximum())));
    if (wait([this] { return rows_painted(); })) {
      jumps.add(steady_clock::now() - begun);
    } else {
      ++lost;
    }
    pause(std::chrono::milliseconds(50));
  }
  auto json = jumps.json();
  json["rows"] = table_->sagas().rowCount();
  json["notWithinTenSeconds"] = lost;
  return json;
}

ordered_json WindowRun::filter(int times) {
  std::map<std::string, Times> by_filter;
  Times all;
  int lost = 0;
  for (int i = 0; i < times; ++i) {
    const char* const filter = kFilters[static_cast<std::size_t>(i) % std::size(kFilters)];
    const auto begun = steady_clock::now();
    go_to(filter);
    if (wait([this] { return rows_painted(); })) {
      const auto took = steady_clock::now() - begun;
      all.add(took);
      by_filter[filter].add(took);
    } else {
      ++lost;
    }
    pause(std::chrono::milliseconds(100));
  }
  auto json = all.json();
  json["notWithinTenSeconds"] = lost;
  for (const auto& [name, took] : by_filter)
    json["p50p99msByFilter"][name.empty() ? "none" : name] = {took.percentile(0.5), took.percentile(0.99)};
  return json;
}

Result<ordered_json> WindowRun::change(OneChange& opened, int times) {
  Expected expected;
  std::optional<Error> failed;
  std::jthread changing([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      SagaId saga;
      {
        const std::lock_guard lock(expected.mutex);
        saga = std::exchange(expected.saga, {});
      }
      if (saga.empty()) continue;
      const auto begun = steady_clock::now();
      const auto version = opened.change(saga);
      const std::lock_guard lock(expected.mutex);
      expected.since = begun;
      expected.version = version.value_or(0);
      if (!version) failed = version.error();
    }
  });
  std::mt19937 random(4711);
  Times seen;
  int lost = 0;
  for (int i = 0; i < times; ++i) {
    const auto& model = table_->sagas();
    const int row = table_->verticalScrollBar()->value() + static_cast<int>(random() % 15);
    const SagaId id = model.row(row).saga->id;
    {
      const std::lock_guard lock(expected.mutex);
      expected.version = 0;
      expected.saga = id;
    }
    const bool painted = wait([&] {
      const std::lock_guard lock(expected.mutex);
      return failed || (expected.version > 0 && model.row(model.row_of(id)).saga->version >= expected.version);
    });
    if (failed) return std::unexpected(*failed);
    if (painted) {
      seen.add(steady_clock::now() - expected.since);
    } else {
      ++lost;
    }
    pause(std::chrono::milliseconds(20 + random() % 100));
  }
  auto json = seen.json();
  json["missed"] = lost;
  return json;
}

ordered_json WindowRun::soak(std::chrono::minutes time) {
  ordered_json megabytes = ordered_json::array();
  for (std::chrono::minutes minute{0}; minute < time; ++minute) {
    const auto end = steady_clock::now() + std::chrono::minutes(1);
    while (steady_clock::now() < end) {
      go_to("");
      (void)wait([this] { return rows_painted(); });
      (void)scroll(std::chrono::seconds(5));
      (void)jump(20);
      (void)filter(static_cast<int>(std::size(kFilters)));
    }
    // What is measured beside it would itself be a hundred megabytes after two hours.
    (void)take_stalls();
    megabytes.push_back(usage_of(getpid()).resident_bytes / (1 << 20));
  }
  return {{"minutes", time.count()}, {"residentMiBEachMinute", megabytes}};
}

ordered_json WindowRun::take_stalls() {
  const auto work = application_.take_work();
  return {{"knockAtTheLoop", heartbeat_.take().json()},
          {"workOnOneEvent", work.wall.json()},
          {"ownProcessorTimeOfOneEvent", work.processor.json()},
          {"longerThanAFrame", work.slow}};
}

}  // namespace saga::bench
