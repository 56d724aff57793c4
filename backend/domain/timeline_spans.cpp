// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/timeline_spans.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>
#include <utility>

namespace saga::timeline {
namespace {

std::uint8_t packed(const Span& span) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(span.condition) * 2U + (span.legacy ? 1U : 0U));
}
Condition condition_in(std::uint8_t packed) { return static_cast<Condition>(packed / 2U); }

std::int64_t below(const std::vector<Micros>& sorted, Micros at) {
  return std::ranges::lower_bound(sorted, at) - sorted.begin();
}

}  // namespace

std::size_t octave_of(Micros start, Micros end) {
  if (end == kOpen) return Series::kOpenOctave;
  const Micros lasts = std::max<Micros>(end - start, 1);
  const auto octave = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(lasts)) - 1);
  return std::min(octave, Series::kOpenOctave - 1);
}

std::int64_t Series::started_before(Micros at) const { return below(starts, at); }

std::int64_t Series::ended_by(Micros at) const { return below(ends, at + 1); }

std::int64_t Series::touching(const Range& range, Micros now) const {
  if (range.from >= now || range.to <= range.from) return 0;  // nothing is in the future
  return started_before(range.to) - ended_by(range.from);
}

std::shared_ptr<const SpanStore> SpanStore::build(SpanList list) {
  auto store = std::make_shared<SpanStore>();
  store->steps_ = std::move(list.steps);
  store->sort_out(std::move(list.spans));
  store->make_series();
  store->make_rows();
  return store;
}

std::shared_ptr<const SpanStore> SpanStore::merged(const SpanStore& with, SpanList more) {
  SpanList all;
  all.steps = with.steps_;
  all.spans.reserve(with.size() + more.spans.size());
  for (std::size_t i = 0; i < with.size(); ++i) all.spans.push_back(with.at(i));
  all.append(more);
  more = {};
  return build(std::move(all));
}

std::shared_ptr<const SpanStore> SpanStore::newest(const SpanStore& of, std::size_t count) {
  SpanList list{of.steps_, {}};
  const std::size_t first = of.size() - std::min(count, of.size());
  list.spans.reserve(of.size() - first);
  for (std::size_t i = first; i < of.size(); ++i) list.spans.push_back(of.at(i));
  return build(std::move(list));
}

void SpanStore::sort_out(std::vector<Span> spans) {
  for (Span& span : spans) {
    // Clocks of different processes: nothing ends before it began, and all of it can be seen.
    if (span.end != kOpen) span.end = std::max(span.end, span.start + 1);
  }
  // By numbers: a span is large to be moved about.
  std::vector<std::uint32_t> order(spans.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(spans[a].start, spans[a].id, a) < std::tie(spans[b].start, spans[b].id, b);
  });
  const auto last_of_its_id = [&](std::size_t i) {
    return i + 1 == order.size() || spans[order[i]].id != spans[order[i + 1]].id ||
           spans[order[i]].start != spans[order[i + 1]].start;
  };
  const bool turned = std::ranges::any_of(spans, [](const Span& span) { return span.turned > span.start; });
  ids_.reserve(spans.size());
  starts_.reserve(spans.size());
  ends_.reserve(spans.size());
  conditions_.reserve(spans.size());
  step_.reserve(spans.size());
  if (turned) turned_.reserve(spans.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (!last_of_its_id(i)) continue;
    const Span& span = spans[order[i]];
    ids_.push_back(span.id);
    starts_.push_back(span.start);
    ends_.push_back(span.end);
    conditions_.push_back(packed(span));
    step_.push_back(span.step);
    if (turned) turned_.push_back(span.turned);
  }
}

void SpanStore::make_series() {
  std::map<std::pair<std::uint8_t, std::uint8_t>, std::uint16_t> known;
  std::vector<std::array<std::uint32_t, Series::kOctaves>> octaves;
  series_of_.resize(size());
  for (std::size_t i = 0; i < size(); ++i) {
    const auto [at, fresh] = known.try_emplace({conditions_[i], step_[i]}, static_cast<std::uint16_t>(series_.size()));
    if (fresh) {
      series_.push_back(
          {.condition = condition_in(conditions_[i]), .legacy = conditions_[i] % 2 == 1, .step = step_[i]});
      octaves.emplace_back();
    }
    series_of_[i] = at->second;
    ++octaves[at->second][octave_of(starts_[i], ends_[i])];
  }
  // Where each span of each octave goes.
  for (std::size_t s = 0; s < series_.size(); ++s) {
    std::uint32_t begin = 0;
    for (std::size_t octave = 0; octave < Series::kOctaves; ++octave) {
      series_[s].octave_at[octave] = begin;
      begin += std::exchange(octaves[s][octave], begin);
    }
    series_[s].octave_at[Series::kOctaves] = begin;
    series_[s].by_octave.resize(begin);
    series_[s].starts.reserve(begin);
    series_[s].ends.reserve(begin);
  }
  for (std::size_t i = 0; i < size(); ++i) {
    Series& series = series_[series_of_[i]];
    series.starts.push_back(starts_[i]);
    series.ends.push_back(ends_[i]);
    series.by_octave[octaves[series_of_[i]][octave_of(starts_[i], ends_[i])]++] = static_cast<std::uint32_t>(i);
  }
  for (Series& series : series_) std::ranges::sort(series.ends);
}

Span SpanStore::at(std::size_t span) const {
  return {.id = ids_[span],
          .start = starts_[span],
          .turned = turned_.empty() ? starts_[span] : turned_[span],
          .end = ends_[span],
          .condition = condition_in(conditions_[span]),
          .legacy = conditions_[span] % 2 == 1,
          .step = step_[span]};
}

std::string_view SpanStore::step_name(std::uint8_t step) const {
  return step < steps_.size() ? std::string_view(steps_[step]) : std::string_view();
}

LaneKey SpanStore::lane(LanesBy by, const Series& series) const {
  return lane_of(by, series.condition, series.legacy, step_name(series.step));
}

std::vector<const SpanStore*> Timeline::stores() const {
  std::vector<const SpanStore*> all;
  for (const auto& store : {settled, live}) {
    if (store) all.push_back(store.get());
  }
  return all;
}

}  // namespace saga::timeline
