// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/flow_history.h"

#include <algorithm>

namespace saga::pg {
namespace {

using std::chrono::minutes;

constexpr minutes kShortestPart{1};
constexpr minutes kLongestPart{240};

template <class Width>
TimePoint floor_to(TimePoint time, Width width) {
  return TimePoint(time.time_since_epoch() / width * width);
}

}  // namespace

void count_payments(FlowSlot& slot, const Row& row) {
  const std::int64_t payments = row.int64("payments");
  const std::string ending = row.text("ending");
  (row.text("route") == "EVENT_DRIVEN" ? slot.event_driven : slot.legacy) += payments;
  if (ending == "completed") slot.completed += payments;
  if (ending == "compensated") slot.compensated += payments;
  if (ending == "failed") slot.failed += payments;
  if (const auto latency_class = row.optional_int32("latency_class")) slot.latencies[*latency_class] += payments;
}

void FlowHistory::retire(const std::vector<FlowSlot>& slots, TimePoint flow_from) {
  for (const FlowSlot& slot : slots) {
    if (slot.from != to_) continue;  // after a gap
    FlowSlot& minute = minutes_[floor_to(slot.from, minutes(1))];
    minute.from = floor_to(slot.from, minutes(1));
    add(minute, slot);
    to_ = slot.from + kFlowSlot;
  }
  if (to_ != flow_from) {
    minutes_.clear();
    from_ = to_ = flow_from;
  }
}

Result<void> FlowHistory::read_on(Session& session, TimePoint now, minutes range) {
  const TimePoint oldest = floor_to(now - kLongest, minutes(1));
  std::erase_if(minutes_, [&](const auto& minute) { return minute.first < oldest; });
  from_ = std::max(from_, oldest);
  const TimePoint wanted = floor_to(now - std::min<minutes>(range, kLongest), minutes(1));
  if (from_ <= wanted) return {};
  const TimePoint begin = std::max(wanted, from_ - part_);
  const auto rows = session.read(
      "select date_bin(interval '1 minute', slot_at, timestamptz 'epoch') as minute_at, route, ending, latency_class, "
      "count(*) as payments from saga.payment_flow_view "
      "where claimed_at >= $1::timestamptz and claimed_at < $2::timestamptz group by 1, 2, 3, 4",
      {begin, from_});
  if (!rows) return std::unexpected(rows.error());
  std::int64_t payments = 0;
  std::map<TimePoint, FlowSlot> read;
  auto all = rows->each([&](const Row& row) {
    const TimePoint at = row.time("minute_at");
    read[at].from = at;
    count_payments(read[at], row);
    payments += row.int64("payments");
  });
  if (!all) return all;
  for (const auto& [at, slot] : read) {
    minutes_[at].from = at;
    add(minutes_[at], slot);
  }
  const auto fits = (from_ - begin) * kPartOf / std::max<std::int64_t>(payments, 1);
  part_ = std::clamp(std::chrono::duration_cast<minutes>(fits), kShortestPart, std::min(kLongestPart, 2 * part_));
  from_ = begin;
  return {};
}

std::chrono::seconds FlowHistory::slot_of(minutes range) {
  if (range <= minutes(60)) return std::chrono::seconds(60);
  return range <= minutes(360) ? std::chrono::seconds(300) : std::chrono::seconds(1200);
}

void FlowHistory::write(Overview& into, minutes range) const {
  const auto width = slot_of(range);
  const TimePoint wanted = floor_to(into.server_now - std::min<minutes>(range, kLongest), width);
  std::map<TimePoint, FlowSlot> slots;
  for (TimePoint at = std::max(wanted, floor_to(from_, width)); at <= into.server_now; at += width) {
    slots[at].from = at;
  }
  const auto take = [&](const FlowSlot& slot) {
    const auto at = slots.find(floor_to(slot.from, width));
    if (at != slots.end()) add(at->second, slot);
  };
  for (const auto& [at, minute] : minutes_) take(minute);
  for (const FlowSlot& slot : into.flow) take(slot);
  into.history_slot = width;
  into.history.clear();
  for (auto& [at, slot] : slots) into.history.push_back(std::move(slot));
}

}  // namespace saga::pg
