// SPDX-License-Identifier: GPL-3.0-or-later
// The window is closed at any moment, with the attachment's real threads behind it, and neither hangs nor crashes.
// Under the sanitizers of an ordinary run.
#include <random>
#include <thread>

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <gtest/gtest.h>

#include "backend/services/live_attachment.h"
#include "tests/services/fakes.h"
#include "tests/support/fake_timeline.h"
#include "tests/ui/sample.h"
#include "tests/ui/sample_overview.h"
#include "ui/async/gui_executor.h"
#include "ui/overview/overview_controller.h"
#include "ui/overview/overview_page.h"
#include "ui/sagas/detail_tabs.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/sagas_page.h"
#include "ui/shell/look.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_entry.h"
#include "ui/timeline/timeline_controller.h"
#include "ui/timeline/timeline_page.h"
#include "ui/widgets/format.h"
#include "ui/widgets/memory.h"
#include "ui/widgets/theme.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;

constexpr int kTimes = 50;
constexpr qint64 kPatienceMs = 5'000;  // for one end: the longest wait is that for a statement to be cancelled

// Takes its time for every answer, and sometimes has none.
class Slowness {
 public:
  Slowness(FakeServer& server, unsigned seed) : server_(server), random_(seed) { fill_sample(sample_, 300); }

 protected:
  std::optional<Error> pause() {
    std::this_thread::sleep_for(std::chrono::milliseconds(random_() % 25));
    if (!server_.up || random_() % 12 == 0) return kGone;
    return std::nullopt;
  }
  FakeAttachment sample_;

 private:
  FakeServer& server_;
  std::minstd_rand random_;
};

class SlowReader final : public SagaReader, Slowness {
 public:
  using Slowness::Slowness;
  Result<SagaPage> page(const SagaFilter&, const std::optional<SagaCursor>&, int limit) override {
    if (auto gone = pause()) return std::unexpected(*gone);
    SagaPage page;
    page.server_now = sample_.server_now;
    for (int i = 0; i < limit && i < static_cast<int>(sample_.sagas.size()); ++i) {
      page.sagas.push_back(sample_.sagas[static_cast<std::size_t>(i)]);
    }
    return page;
  }
  Result<SagaPage> by_id(const std::vector<SagaId>&) override { return page({}, {}, 20); }
  Result<std::optional<SagaDetail>> detail(const SagaId&) override {
    if (auto gone = pause()) return std::unexpected(*gone);
    return sample_.details.empty() ? std::nullopt : std::optional(sample_.details.begin()->second);
  }
  Result<ConditionCounts> counts() override {
    if (auto gone = pause()) return std::unexpected(*gone);
    return sample_.count;
  }
};

class SlowList final : public SagaList, Slowness {
 public:
  using Slowness::Slowness;
  Result<ListPage> page(const ListQuery& query, const ListRange& range, int limit, End end) override {
    if (auto gone = pause()) return std::unexpected(*gone);
    return sample_.list->page(query, range, limit, end);
  }
  Result<CappedCount> count(const ListQuery& query, const ListRange& range, int cap) override {
    if (auto gone = pause()) return std::unexpected(*gone);
    return sample_.list->count(query, range, cap);
  }
  Result<KeyIndex> keys(const ListQuery& query, const ListRange& range, int stride) override {
    if (auto gone = pause()) return std::unexpected(*gone);
    return sample_.list->keys(query, range, stride);
  }
};

class SlowOverview final : public OverviewReader, Slowness {
 public:
  using Slowness::Slowness;
  Result<Overview> overview(std::chrono::minutes range) override {
    if (auto gone = pause()) return std::unexpected(*gone);
    Overview overview = sample_overview();
    if (range > 15min) overview.history = overview.flow;
    return overview;
  }
};

class SlowTimeline final : public TimelineReader, Slowness {
 public:
  SlowTimeline(FakeServer& server, unsigned seed) : Slowness(server, seed) {
    spans_.now = sample_.server_now;
    for (std::uint64_t i = 0; i < 400; ++i) {
      const auto at = timeline::micros(sample_.server_now - std::chrono::minutes(i));
      spans_.spans.push_back(
          {.id = {1, i}, .start = at, .turned = at, .end = i % 9 == 0 ? timeline::kOpen : at + 80'000});
    }
  }
  Result<SpanPage> settled(const SpanQuery& query) override {
    if (auto gone = pause()) return std::unexpected(*gone);
    return spans_.settled(query);
  }
  Result<SpanPage> payments(const SpanQuery& query) override { return spans_.payments(query); }
  Result<OpenSpans> open(int most) override {
    if (auto gone = pause()) return std::unexpected(*gone);
    return spans_.open(most);
  }
  Result<SpanPage> ended(const SpanCursor& after, int limit) override { return spans_.ended(after, limit); }
  Result<std::vector<timeline::Marker>> markers(TimePoint from, TimePoint to) override {
    if (auto gone = pause()) return std::unexpected(*gone);
    return spans_.markers(from, to);
  }
  Result<std::map<SagaId, std::vector<StepExecution>>> steps(const std::vector<SagaId>& ids) override {
    if (auto gone = pause()) return std::unexpected(*gone);
    return spans_.steps(ids);
  }

 private:
  FakeTimeline spans_;
};

Readers slow_readers(FakeServer& server, unsigned seed) {
  return {.sagas = std::make_unique<SlowReader>(server, seed),
          .list = std::make_unique<SlowList>(server, seed),
          .overview = std::make_unique<SlowOverview>(server, seed),
          .timeline = std::make_unique<SlowTimeline>(server, seed),
          .context = std::make_unique<FakeContext>()};
}

// One life of the console, wired as the program does it.
struct Life {
  explicit Life(unsigned seed)
      : attachment({.read = [this, seed]() -> Result<ReadSide> {
                      auto side = open_read(postgres);
                      if (side) side->readers = slow_readers(postgres, seed);
                      return side;
                    },
                    .background = [this, seed]() -> Result<BackgroundSide> {
                      auto side = open_background(postgres);
                      if (side) side->readers = slow_readers(postgres, seed + 1);
                      return side;
                    },
                    .act = [this] { return open_act(postgres); },
                    .hints = [this] { return open_hints(redis); },
                    .streams = []() -> Result<std::unique_ptr<SagaStreams>> {
                      std::this_thread::sleep_for(20ms);
                      return std::make_unique<FakeStreams>();
                    }}) {
    overview.start();
    controller.start();
    timeline.start();
    window.show();
  }

  SystemClock clock;
  FakeServer postgres, redis;
  ui::GuiExecutor gui;
  LiveAttachment attachment;
  ui::OverviewController overview{attachment, gui, clock};
  ui::SagasController controller{attachment, gui, clock};
  ui::TimelineController timeline{attachment, gui, clock};
  ui::MainWindow window{ui::AttachedTo{ui::Environment::Local, QStringLiteral("closing")}, pages(), attachment, gui,
                        clock};

 private:
  std::vector<ui::PageEntry> pages() {
    const ui::GoTo go_to = [this](const ui::Place& place) { window.go_to(place); };
    return {ui::page_entry<ui::OverviewPage>(ui::PageId::Overview, "Overview", ui::Icon::Overview, overview, go_to,
                                             &ui::OverviewController::badge_changed),
            ui::page_entry<ui::SagasPage>(ui::PageId::Sagas, "Sagas", ui::Icon::Sagas, controller, go_to,
                                          &ui::SagasController::counts_changed),
            ui::page_entry<ui::TimelinePage>(ui::PageId::Timeline, "Timeline", ui::Icon::Timeline, timeline, go_to)};
  }
};

// What a person or the world may be doing just then.
void disturb(Life& life, std::minstd_rand& random) {
  auto& page = *life.window.findChild<ui::SagasPage*>();
  switch (random() % 18) {
    case 0: page.select(kStuckId); break;
    case 1: life.postgres.up = false; break;
    case 2: life.postgres.up = true; break;
    case 3:
      life.postgres.change(kStuckId);
      life.redis.hint();
      break;
    case 4: life.window.open_palette(QStringLiteral("O-4812933")); break;
    case 5: page.show_place({.page = ui::PageId::Sagas, .filter = QStringLiteral("step:StockConfirmation")}); break;
    case 6: ui::choose_language(*qApp, random() % 2 == 0 ? ui::Language::Korean : ui::Language::English); break;
    case 7: ui::choose_theme(*qApp, random() % 2 == 0 ? ui::ThemeMode::Dark : ui::ThemeMode::Light); break;
    case 8: life.controller.refresh(); break;
    case 9: life.window.show_page(random() % 2 == 0 ? ui::PageId::Overview : ui::PageId::Sagas); break;
    case 10:
      life.overview.set_range(ui::OverviewController::kRanges[random() % ui::OverviewController::kRanges.size()]);
      break;
    case 11:
      life.controller.choose_all();
      life.controller.copy_chosen(QStringLiteral("Saga"),
                                  [](const Saga& saga, TimePoint) { return ui::text(saga.id); });
      break;
    case 12: page.show_view(QStringLiteral("slowest")); break;
    case 13:
      page.select(kStuckId);
      QTest::qWait(static_cast<int>(random() % 60));
      life.window.findChild<ui::DetailTabs*>()->set_tab(
          static_cast<ui::DetailTabs::Tab>(random() % ui::DetailTabs::kTabs));
      break;
    case 14: life.window.show_page(ui::PageId::Timeline); break;
    case 15: {
      auto& timeline = life.window.findChild<ui::TimelinePage*>()->view();
      timeline.set_window(timeline.window_of_time().moved(-30.0 * static_cast<double>(random() % 100),
                                                          timeline::micros(life.clock.now())));
      break;
    }
    case 16: life.window.findChild<ui::TimelinePage*>()->view().zoom(random() % 2 == 0 ? 0.01 : 50); break;
    default: life.attachment.reconnect(); break;
  }
}

TEST(Closing, TheWindowAtFiftyRandomMoments) {
  const QTemporaryDir directory;
  const unsigned seed = qEnvironmentVariableIntValue("SAGA_SEED") != 0
                            ? static_cast<unsigned>(qEnvironmentVariableIntValue("SAGA_SEED"))
                            : std::random_device{}();
  std::minstd_rand random(seed);
  SCOPED_TRACE("repeat with SAGA_SEED=" + std::to_string(seed));
  qint64 longest = 0;
  for (int life = 0; life < kTimes; ++life) {
    const ui::Memory memory(directory.filePath(QStringLiteral("settings.json")).toStdString());
    auto console = std::make_unique<Life>(random());
    const int disturbances = static_cast<int>(random() % 6);
    for (int i = 0; i < disturbances; ++i) {
      QTest::qWait(static_cast<int>(random() % 40));
      disturb(*console, random);
    }
    QElapsedTimer ending;
    ending.start();
    if (random() % 2 == 0) console->window.close();  // by its owner, or by its frame first
    console.reset();
    longest = std::max(longest, ending.elapsed());
    ASSERT_LT(ending.elapsed(), kPatienceMs) << "life " << life;
    QTest::qWait(static_cast<int>(random() % 5));  // what came too late is posted still, and finds nobody
  }
  std::printf("seed %u: the longest end took %lld ms\n", seed, static_cast<long long>(longest));
  ui::choose_language(*qApp, ui::Language::English);
}

}  // namespace
}  // namespace saga::test
