// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/incident_chart.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace saga {
namespace {

constexpr std::array<std::chrono::seconds, 12> kBars{
    std::chrono::seconds(10),   std::chrono::seconds(30),    std::chrono::seconds(60),    std::chrono::seconds(120),
    std::chrono::seconds(300),  std::chrono::seconds(600),   std::chrono::seconds(1800),  std::chrono::seconds(3600),
    std::chrono::seconds(7200), std::chrono::seconds(14400), std::chrono::seconds(43200), std::chrono::seconds(86400)};

// The colours of the light set of tokens, by kind.
constexpr std::array<std::string_view, 4> kColors{"#1a7f4b", "#1f6fb2", "#6b6480", "#b42318"};
constexpr std::array<std::string_view, 4> kWords{"completed", "under way", "undone",
                                                 "stuck, failed or needs attention"};

constexpr int kWidth = 1200, kHeight = 360, kLeft = 64, kTop = 40, kRight = 16, kBottom = 40;
constexpr int kMarks = 6;  // on the axis of time

std::string time_text(TimePoint time) {
  return fmt::format("{:%m-%d %H:%M}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time))));
}

}  // namespace

IncidentChart::IncidentChart(TimePoint from, TimePoint to) : from_(from), bar_(kBars.back()) {
  const auto period = std::chrono::ceil<std::chrono::seconds>(to - from);
  for (const auto bar : kBars) {
    if (period / bar >= kMostBars) continue;
    bar_ = bar;
    break;
  }
  counts_.resize(static_cast<std::size_t>(std::max<std::int64_t>(1, (period + bar_ - std::chrono::seconds(1)) / bar_)));
}

IncidentChart::Kind IncidentChart::kind_of(Condition condition) {
  switch (condition) {
    case Condition::Completed: return kCompleted;
    case Condition::Running:
    case Condition::Compensating: return kUnderWay;
    case Condition::Compensated: return kUndone;
    case Condition::Stuck:
    case Condition::NeedsAttention:
    case Condition::Failed:
    case Condition::Unknown: break;
  }
  return kTrouble;
}

void IncidentChart::add(const Saga& saga, TimePoint server_now) {
  const auto at = (saga.created_at - from_) / bar_;
  if (at < 0 || std::cmp_greater_equal(at, counts_.size())) return;
  ++counts_[static_cast<std::size_t>(at)][kind_of(condition_of(saga, server_now))];
}

std::string IncidentChart::svg() const {
  std::int64_t most = 1;
  for (const auto& bar : counts_) most = std::max(most, std::accumulate(bar.begin(), bar.end(), std::int64_t{0}));
  const double wide = static_cast<double>(kWidth - kLeft - kRight) / static_cast<double>(counts_.size());
  const double high = static_cast<double>(kHeight - kTop - kBottom) / static_cast<double>(most);
  const int floor = kHeight - kBottom;
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n",
      kWidth, kHeight);
  int x = kLeft;
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    out += fmt::format(
        "<rect x=\"{}\" y=\"14\" width=\"12\" height=\"12\" fill=\"{}\"/><text x=\"{}\" y=\"24\">{}</text>\n", x,
        kColors[kind], x + 18, kWords[kind]);
    x += 40 + static_cast<int>(kWords[kind].size()) * 7;
  }
  out += fmt::format("<text x=\"{}\" y=\"24\" text-anchor=\"end\">sagas begun, by {} s, UTC</text>\n", kWidth - kRight,
                     bar_.count());
  for (const std::int64_t value : {std::int64_t{0}, most}) {
    const double y = floor - static_cast<double>(value) * high;
    out += fmt::format(
        "<line x1=\"{}\" y1=\"{:.1f}\" x2=\"{}\" y2=\"{:.1f}\" stroke=\"#d0d5dd\"/><text x=\"{}\" y=\"{:.1f}\" "
        "text-anchor=\"end\">{}</text>\n",
        kLeft, y, kWidth - kRight, y, kLeft - 8, y + 4, value);
  }
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    double y = floor;
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      if (counts_[i][kind] == 0) continue;
      const double part = static_cast<double>(counts_[i][kind]) * high;
      y -= part;
      out += fmt::format("<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" fill=\"{}\"/>\n",
                         kLeft + static_cast<double>(i) * wide, y, std::max(0.5, wide - 0.5), part, kColors[kind]);
    }
  }
  for (int mark = 0; mark < kMarks; ++mark) {
    const auto at = static_cast<std::int64_t>(counts_.size()) * mark / (kMarks - 1);
    out += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                       kLeft + static_cast<double>(at) * wide, floor + 20, time_text(from_ + at * bar_));
  }
  return out + "</svg>\n";
}

}  // namespace saga
