// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/timeline_feed.h"

#include <algorithm>
#include <utility>

namespace saga {

using timeline::kOpen;
using timeline::micros;
using timeline::Range;
using timeline::SpanList;
using timeline::SpanStore;
using timeline::time_of;

namespace {

constexpr int kPage = static_cast<int>(TimelineFeed::kPortion);
constexpr int kPagesAtOnce = 5;
constexpr std::chrono::microseconds kLeastSlice = std::chrono::seconds(1);
constexpr std::chrono::microseconds kMostSlice = std::chrono::hours(2);

}  // namespace

bool TimelineSnapshot::covers(const Range& range) const {
  return std::ranges::any_of(read, [&](const Range& part) { return part.from <= range.from && part.to >= range.to; });
}

Result<TimelineSnapshot> TimelineFeed::refresh(TimelineReader& reader) {
  auto open = reader.open(kMostOpen);
  if (!open) return std::unexpected(open.error());
  if (boundary_ && open->server_now - server_now_ > kLongPause) *this = TimelineFeed(most_);
  server_now_ = open->server_now;
  capped_ = open->capped;
  if (!boundary_) {
    boundary_ = server_now_ - kCommitTime;
    ended_after_ = {*boundary_, {}};
    payments_from_ = *boundary_;
    live_from_ = settled_to_ = reached_ = published_to_ = *boundary_;
  }
  // After the open ones: a saga that ends in between is in both, and has ended.
  if (auto read = read_ended(reader); !read) return std::unexpected(read.error());
  if (auto read = read_payments(reader); !read) return std::unexpected(read.error());
  const std::size_t enough = std::max(kMostRecent, settled_ ? settled_->size() / 8 : 0);
  if (recent_.size() > enough) settle_recent();
  live_ = live_store(open->list);
  return snapshot();
}

Result<void> TimelineFeed::read_ended(TimelineReader& reader) {
  SpanCursor after = ended_after_;
  timeline::Micros newest = micros(after.at);
  for (int page = 0; page < kPagesAtOnce; ++page) {
    auto ended = reader.ended(after, kPage);
    if (!ended) return std::unexpected(ended.error());
    keep_recent(ended->list);
    for (const Span& span : ended->list.spans) newest = std::max(newest, span.end);
    if (!ended->next) {
      // The last seconds are read again next time: whoever was slow to commit is found then.
      ended_after_ = {std::max(*boundary_, time_of(newest) - kCommitTime), {}};
      return {};
    }
    after = *ended->next;
  }
  ended_after_ = after;
  return {};
}

Result<void> TimelineFeed::read_payments(TimelineReader& reader) {
  SpanQuery query{.from = payments_from_, .to = server_now_ + kCommitTime, .limit = kPage};
  for (;;) {
    auto payments = reader.payments(query);
    if (!payments) return std::unexpected(payments.error());
    keep_recent(payments->list);
    if (!payments->next) break;
    query.before = payments->next;
  }
  payments_from_ = std::max(*boundary_, server_now_ - kPaymentTime);
  return {};
}

void TimelineFeed::keep_recent(const SpanList& list) {
  SpanList names{std::move(steps_), {}};
  for (Span span : list.spans) {
    span.step =
        names.step(span.step < list.steps.size() ? std::string_view(list.steps[span.step]) : std::string_view());
    recent_.insert_or_assign(span.id, span);
  }
  steps_ = std::move(names.steps);
}

std::shared_ptr<const SpanStore> TimelineFeed::live_store(const SpanList& open) const {
  SpanList all{steps_, {}};
  all.spans.reserve(recent_.size() + open.spans.size());
  for (const auto& [id, span] : recent_) all.spans.push_back(span);
  SpanList going{open.steps, {}};
  for (const Span& span : open.spans) {
    if (!recent_.contains(span.id)) going.spans.push_back(span);
  }
  all.append(going);
  return SpanStore::build(std::move(all));
}

// What ended a while ago goes over to the past, if that reaches up to it; else it is forgotten.
void TimelineFeed::settle_recent() {
  const TimePoint boundary = std::max(*boundary_, server_now_ - kPaymentTime);
  SpanList old{steps_, {}};
  std::erase_if(recent_, [&](const auto& entry) {
    const Span& span = entry.second;
    const bool settled =
        span.legacy ? time_of(span.start) < boundary : span.end != kOpen && time_of(span.end) <= boundary;
    if (settled) old.spans.push_back(span);
    return settled;
  });
  boundary_ = boundary;
  if (settled_to_ < live_from_) {
    live_from_ = boundary;
    return;
  }
  settled_ = settled_ ? SpanStore::merged(*settled_, std::move(old)) : SpanStore::build(std::move(old));
  settled_to_ = live_from_ = boundary;
  if (settled_->size() <= most_) return;
  settled_ = SpanStore::newest(*settled_, most_ - most_ / 10);
  pending_ = {};
  reached_ = published_to_ = time_of(settled_->start(0)) + std::chrono::microseconds(1);
  trimmed_ = true;
}

void TimelineFeed::jump(TimePoint to) {
  settled_.reset();
  pending_ = {};
  settled_to_ = reached_ = published_to_ = std::min(to, live_from_);
  trimmed_ = false;
}

Result<TimelineSnapshot> TimelineFeed::read_back(TimelineReader& reader, TimePoint from) {
  const auto held = [&] { return pending_.spans.size() + (settled_ ? settled_->size() : 0); };
  const std::size_t before = pending_.spans.size();
  while (reached_ > from && held() < most_ && pending_.spans.size() - before < kPortion) {
    if (auto read = read_part(reader); !read) return std::unexpected(read.error());
  }
  // A store is made again when there is half as much more, so that all of them together cost no more than three.
  const bool done = reached_ <= from || held() >= most_;
  if (done || !settled_ || pending_.spans.size() >= settled_->size() / 2) publish();
  return snapshot();
}

// One slice of time before what has been read. A slice is as long as a portion lasts; one that turns out to hold more
// is cut off where the page ends.
Result<void> TimelineFeed::read_part(TimelineReader& reader) {
  TimePoint from = reached_ - slice_;
  SpanList got;
  const auto read_all = [&](auto&& ask, std::optional<TimePoint> ended_by) -> Result<void> {
    SpanQuery query{.from = from, .to = reached_, .ended_by = ended_by, .limit = kPage};
    for (;;) {
      auto page = ask(query);
      if (!page) return std::unexpected(page.error());
      got.append(page->list);
      if (!page->next) return {};
      // What began in the same microsecond as the page's last one is still read.
      query.before = page->next;
      query.from = from = std::max(from, page->next->at);
    }
  };
  if (auto read = read_all([&](const SpanQuery& query) { return reader.settled(query); }, boundary_); !read)
    return read;
  if (auto read = read_all([&](const SpanQuery& query) { return reader.payments(query); }, std::nullopt); !read) {
    return read;
  }
  std::erase_if(got.spans, [&](const Span& span) { return time_of(span.start) < from; });
  pending_.append(got);
  const bool cut = from > reached_ - slice_;
  if (cut) slice_ = std::max(reached_ - from, kLeastSlice);
  if (!cut && got.spans.size() < kPortion / 4) slice_ = std::min(slice_ * 2, kMostSlice);
  reached_ = from;
  return {};
}

void TimelineFeed::publish() {
  published_to_ = reached_;
  if (pending_.spans.empty() && settled_) return;
  SpanList more = std::exchange(pending_, {});
  settled_ = settled_ ? SpanStore::merged(*settled_, std::move(more)) : SpanStore::build(std::move(more));
}

TimelineSnapshot TimelineFeed::snapshot() const {
  TimelineSnapshot out{{settled_, live_}, {}, server_now_, false, capped_};
  const Range past{micros(published_to_), micros(settled_to_)};
  const Range live{micros(live_from_), kOpen};
  if (past.to >= live.from) {
    out.read = {{past.from, kOpen}};
  } else {
    out.read = {past, live};
  }
  out.full = trimmed_ || (settled_ && settled_->size() >= most_);
  return out;
}

}  // namespace saga
