// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/backlog.h"

#include <set>

#include "backend/payment/runtime/trimming.h"
#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr milliseconds kStandsStill{1000};

const StepTopics::Leg* leg_of(const SagaRecord& saga) {
  const StepTopics* step = find_step(saga.current_step);
  if (step == nullptr) return nullptr;
  return saga.direction() == Direction::Forward ? &step->forward : &step->compensation;
}

}  // namespace

Result<void> Backlog::look(redis::Client& client, const std::vector<SagaRecord>& sagas, MonoTime now) {
  std::map<std::string, std::string> groups;  // by stream
  for (const SagaRecord& saga : sagas) {
    const StepTopics::Leg* leg = saga.awaiting_reply ? leg_of(saga) : nullptr;
    if (leg == nullptr) continue;
    groups.emplace(leg->request, find_step(saga.current_step)->participant);
    groups.emplace(leg->done, orchestrator_group_);
    groups.emplace(leg->failed, orchestrator_group_);
  }
  std::vector<redis::Command> commands;
  for (const auto& [stream, group] : groups) {
    commands.push_back({"XINFO", "GROUPS", stream});
    commands.push_back({"XREVRANGE", stream, "+", "-", "COUNT", "1"});
  }
  if (commands.empty()) return {};
  auto replies = client.pipeline(commands);
  if (!replies) return std::unexpected(replies.error());

  std::size_t at = 0;
  for (const auto& [stream, group] : groups) {
    const redis::Reply& info = (*replies)[at++];
    const redis::Reply& newest = (*replies)[at++];
    seen_.try_emplace(stream);
    if (info.is_error() || newest.is_error()) continue;  // no such stream: nothing is in it
    auto position = position_of(info, group);
    if (!position) return std::unexpected(position.error());
    const auto last = newest_id(newest);
    if (!*position || !last) continue;
    note(stream, (**position).ms, **position < *last, now);
  }
  return {};
}

void Backlog::note(const std::string& stream, std::uint64_t delivered_ms, bool behind, MonoTime now) {
  const auto [entry, fresh] = seen_.try_emplace(stream);
  Seen& seen = entry->second;
  if (fresh || seen.moved == MonoTime{} || seen.position.delivered_ms != delivered_ms || !seen.position.behind) {
    seen.moved = now;
  }
  seen.position = {delivered_ms, behind, now - seen.moved < kStandsStill};
}

bool Backlog::hides_before(std::string_view stream, TimePoint time) const {
  const auto found = seen_.find(stream);
  if (found == seen_.end()) return false;
  const GroupPosition& position = found->second.position;
  const auto ms = duration_cast<milliseconds>(time.time_since_epoch()).count();
  return position.behind && position.working && position.delivered_ms <= static_cast<std::uint64_t>(ms);
}

bool Backlog::hides(const SagaRecord& saga, TimePoint sent, TimePoint due) const {
  const StepTopics::Leg* leg = leg_of(saga);
  if (leg == nullptr) return false;
  return hides_before(leg->request, sent) || hides_before(leg->done, due) || hides_before(leg->failed, due);
}

}  // namespace saga::payment
