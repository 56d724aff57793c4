// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline over a million spans (C4): how long they take to be arranged, away from the GUI thread and with its
// longest stall beside it, and what each of some hundred zooms and moves costs until the widget is painted. Beside it
// the same painter with ten thousand plain rectangles. Prints JSON.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <future>
#include <numeric>
#include <random>
#include <thread>

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ui/timeline/timeline_view.h"
#include "ui/widgets/theme.h"

namespace {

using namespace saga;
using namespace std::chrono_literals;
using timeline::Micros;

constexpr Micros kNow = Micros{1'773'197'071} * 1'000'000;
constexpr Micros kDay = Micros{86'400} * 1'000'000;

struct Options {
  int spans = 1'000'000;
  int frames = 300;
  int width = 1440;
  int height = 900;
};

// A day of payments with an outage in it; one in a thousand is in trouble since.
timeline::SpanList day_of(int count) {
  std::mt19937_64 random(4);
  const auto draw = [&] { return std::uniform_real_distribution<>(0, 1)(random); };
  timeline::SpanList list{{"OrderValidation", "BalanceDeduction", "StockConfirmation", "PaymentCreation"}, {}};
  list.spans.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    timeline::Span span{.id = {static_cast<std::uint64_t>(random()), static_cast<std::uint64_t>(i)}};
    const bool outage = i % 40 == 0;
    span.start =
        outage ? kNow - kDay / 24 + static_cast<Micros>(draw() * 90e6) : kNow - static_cast<Micros>(draw() * kDay);
    span.turned = span.start;
    const double fate = draw();
    const auto took = static_cast<Micros>(30e3 + 40e3 * std::pow(draw(), -0.7));
    span.end = std::min(span.start + took, kNow);
    span.condition = Condition::Completed;
    span.legacy = draw() < 0.5;
    span.step = 3;
    if (!span.legacy) span.step = static_cast<std::uint8_t>(random() % 4);
    if (!span.legacy && fate < 0.05) span.condition = Condition::Compensated;
    if (span.legacy && fate < 0.004) span.condition = Condition::Failed;
    if (!span.legacy && (outage ? fate < 0.04 : fate < 0.0004)) {
      span.condition = fate < 0.0001 ? Condition::NeedsAttention : Condition::Stuck;
      span.end = timeline::kOpen;
      span.turned = span.start + 700'000;
    }
    list.spans.push_back(span);
  }
  return list;
}

double milliseconds(std::chrono::steady_clock::duration took) {
  return std::chrono::duration<double, std::milli>(took).count();
}

// Of this thread alone: what the work costs, however busy the machine is.
double cpu_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

template <class Work>
double timed(Work work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return milliseconds(std::chrono::steady_clock::now() - begun);
}

nlohmann::ordered_json spread_of(std::vector<double> times) {
  std::ranges::sort(times);
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  return {{"p50", at(0.5)}, {"p99", at(0.99)}, {"max", times.back()}};
}

// The event loop turns while another thread arranges; its longest turn is what an operator would feel.
nlohmann::ordered_json measure_build(timeline::SpanList list, std::shared_ptr<const timeline::SpanStore>& store) {
  double longest = 0;
  auto built = std::async(std::launch::async, [list = std::move(list)]() mutable {
    std::shared_ptr<const timeline::SpanStore> made;
    const double took = timed([&] { made = timeline::SpanStore::build(std::move(list)); });
    return std::pair(took, made);
  });
  while (built.wait_for(0ms) != std::future_status::ready) {
    longest = std::max(longest, timed([] { QApplication::processEvents(); }));
    std::this_thread::sleep_for(1ms);
  }
  const auto [took, made] = built.get();
  store = made;
  return {{"buildMs", took}, {"longestStallMs", longest}};
}

// A zoom or a move to another place, as an operator makes them: mostly small steps, sometimes a jump.
ui::TimeWindow next_window(const ui::TimeWindow& window, std::mt19937& random) {
  const auto draw = [&] { return std::uniform_real_distribution<>(0, 1)(random); };
  if (draw() < 0.06) {
    const auto length = static_cast<Micros>(std::pow(10.0, 3 + draw() * 7.9));
    const Micros from = kNow - static_cast<Micros>(draw() * kDay);
    return {{from, from + length}, false};
  }
  if (draw() < 0.4) return window.moved(draw() - 0.5, kNow);
  const Micros anchor = window.range.from + static_cast<Micros>(draw() * static_cast<double>(window.range.length()));
  return window.zoomed(draw() < 0.55 ? 0.7 : 1.5, anchor, kNow);
}

nlohmann::ordered_json measure_zooms(ui::TimelineView& view, const Options& options, timeline::LanesBy by) {
  std::mt19937 random(9);
  std::vector<double> times, costs, layouts;
  std::size_t items = 0;
  QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
  view.set_lanes_by(by);
  view.set_window(ui::TimeWindow::live(24h, kNow));
  view.render(&image);
  for (int frame = 0; frame < options.frames; ++frame) {
    const ui::TimeWindow next = next_window(view.window_of_time(), random);
    const double before = cpu_milliseconds();
    times.push_back(timed([&] {
      view.set_window(next);
      view.render(&image);
    }));
    costs.push_back(cpu_milliseconds() - before);
    items = std::max(items, view.scene().layout.items());
    layouts.push_back(timed([&] { (void)timeline::layout(view.scene().spans, view.scene().window); }));
  }
  return {{"frames", options.frames},
          {"paintMs", spread_of(times)},
          {"paintCpuMs", spread_of(costs)},
          {"ofWhichLayoutMs", spread_of(layouts)},
          {"drawnItemsMax", items}};
}

nlohmann::ordered_json measure_baseline(const Options& options) {
  QImage image(options.width, options.height, QImage::Format_ARGB32_Premultiplied);
  std::mt19937 random(2);
  std::vector<double> times;
  for (int frame = 0; frame < 60; ++frame) {
    times.push_back(timed([&] {
      QPainter painter(&image);
      painter.fillRect(image.rect(), Qt::white);
      for (int i = 0; i < 10'000; ++i) {
        painter.fillRect(QRectF(static_cast<double>(random() % 1430), static_cast<double>(random() % 880), 2, 12),
                         i % 2 == 0 ? Qt::darkGreen : Qt::darkBlue);
      }
    }));
  }
  return spread_of(times);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Measures the timeline over a million spans.");
  app.add_option("--spans", options.spans, "Spans of one day")
      ->capture_default_str()
      ->check(CLI::Range(1000, 20'000'000));
  app.add_option("--frames", options.frames, "Zooms and moves")->capture_default_str()->check(CLI::Range(10, 100'000));
  CLI11_PARSE(app, argc, argv);
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  ui::apply_theme(*qApp, ui::ThemeMode::Dark);

  nlohmann::ordered_json json{{"benchmark", "timeline"},
                              {"cores", std::thread::hardware_concurrency()},
                              {"qt", qVersion()},
                              {"spans", options.spans},
                              {"size", fmt::format("{}x{}", options.width, options.height)}};
  std::shared_ptr<const timeline::SpanStore> store;
  json["C4"]["firstBuild"] = measure_build(day_of(options.spans), store);
  ui::TimelineView view;
  view.resize(options.width, options.height);
  view.show_now(kNow);
  view.show_spans({.spans = {store, nullptr}, .read = {{kNow - kDay, timeline::kOpen}}}, false);
  const auto baseline = measure_baseline(options);
  json["baseline10000RectanglesMs"] = baseline;
  for (const auto& [name, by] :
       {std::pair("byStatus", timeline::LanesBy::Status), std::pair("byStep", timeline::LanesBy::Step),
        std::pair("byRoute", timeline::LanesBy::Route)}) {
    auto zooms = measure_zooms(view, options, by);
    zooms["p50ToBaseline"] = zooms["paintMs"]["p50"].get<double>() / baseline["p50"].get<double>();
    json["C4"][name] = zooms;
  }
  fmt::print("{}\n", json.dump(2));
  return 0;
}
