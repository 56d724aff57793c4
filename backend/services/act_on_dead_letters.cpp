// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/act_on_dead_letters.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

namespace saga {
namespace {

using Stage = LetterProgress::Stage;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::size_t kCall = 200;  // the contract's functions take no more at once
constexpr int kCallsASecond = 20;   // of a limited rate, so that it is even and can be stopped soon
constexpr int kPage = 5'000;
constexpr std::size_t kLook = 2'000;
constexpr int kTries = 3;  // of a call that met another transaction and changed nothing

class Acting {
 public:
  Acting(const LetterWorld& world, const LetterOrders& orders) : world_(world), orders_(orders) {}

  void request(std::span<LetterProgress> all) {
    const std::size_t at_once =
        orders_.rate > 0 ? std::clamp<std::size_t>(static_cast<std::size_t>(orders_.rate) / kCallsASecond, 1, kCall)
                         : kCall;
    const MonoTime begin = world_.clock.monotonic();
    for (std::size_t from = 0; from < all.size(); from += at_once) {
      if (orders_.rate > 0) await(begin, from);
      const auto part = all.subspan(from, std::min(at_once, all.size() - from));
      std::vector<LetterTarget> targets;
      for (const LetterProgress& progress : part) targets.push_back(progress.target);
      const auto outcomes = send(targets);
      for (std::size_t i = 0; i < part.size(); ++i) {
        take_outcome(part[i], orders_.action, i < outcomes.size() ? outcomes[i] : unanswered());
      }
      if (orders_.progress) orders_.progress(from + part.size(), all.size());
    }
  }

  void observe(std::vector<LetterProgress>& all) {
    const auto deadline = world_.clock.monotonic() + orders_.patience;
    while (look(all)) {
      if (world_.clock.monotonic() >= deadline) break;
      world_.sleep(orders_.interval);
    }
    for (LetterProgress& progress : all) {
      if (open(progress)) give_up(progress);
    }
  }

 private:
  [[nodiscard]] bool open(const LetterProgress& progress) const {
    return !progress.settled() && (orders_.wait || progress.stage != Stage::Accepted);
  }

  static ActionOutcome unanswered() {
    return OutcomeUnknown{Error{ErrorKind::Internal, "There was no answer for this delivery."}};
  }

  // Until `sent` deliveries may have gone out.
  void await(MonoTime begin, std::size_t sent) {
    const auto due = begin + microseconds(static_cast<std::int64_t>(sent) * 1'000'000 / orders_.rate);
    const auto left = due - world_.clock.monotonic();
    if (left > microseconds(0)) world_.sleep(std::chrono::ceil<milliseconds>(left));
  }

  std::vector<ActionOutcome> send(const std::vector<LetterTarget>& targets) {
    std::vector<ActionOutcome> outcomes;
    for (int tried = 0; tried < kTries; ++tried) {
      const auto operations = world_.operations(std::exchange(operations_lost_, false));
      if (!operations) {
        operations_lost_ = true;
        return {targets.size(), Failed{operations.error()}};
      }
      outcomes = (*operations)->act(orders_.action, targets, orders_.reason);
      operations_lost_ = std::ranges::any_of(outcomes, [](const ActionOutcome& outcome) {
        const auto* failed = std::get_if<Failed>(&outcome);
        return std::holds_alternative<OutcomeUnknown>(outcome) ||
               (failed != nullptr && failed->error.kind == ErrorKind::Connection);
      });
      const auto* failed = outcomes.empty() ? nullptr : std::get_if<Failed>(&outcomes.front());
      if (failed == nullptr || failed->error.kind != ErrorKind::Conflict) break;
    }
    return outcomes;
  }

  // Whether something is still open.
  bool look(std::vector<LetterProgress>& all) {
    std::unordered_map<std::string_view, LetterProgress*> waiting;
    std::vector<DeliveryId> ids;
    for (LetterProgress& progress : all) {
      if (!open(progress)) continue;
      waiting.emplace(progress.target.id, &progress);
      ids.push_back(progress.target.id);
    }
    for (std::size_t from = 0; from < ids.size(); from += kLook) {
      const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(from + kLook, ids.size()));
      const auto queue = world_.queue(std::exchange(queue_lost_, false));
      const auto records = queue ? (*queue)->records({ids.begin() + static_cast<std::ptrdiff_t>(from), end})
                                 : Result<std::vector<LetterRecord>>(std::unexpected(queue.error()));
      if (!records) {
        queue_lost_ = !queue || records.error().kind == ErrorKind::Connection;
        return true;  // nobody knows; asked again until patience ends
      }
      for (const LetterRecord& record : *records) {
        const auto found = waiting.find(record.id);
        if (found != waiting.end()) take_record(*found->second, orders_.action, orders_.reason, record);
      }
    }
    return std::ranges::any_of(all, [&](const LetterProgress& progress) { return open(progress); });
  }

  const LetterWorld& world_;
  const LetterOrders& orders_;
  bool operations_lost_ = false;
  bool queue_lost_ = false;
};

}  // namespace

std::vector<LetterProgress> act_on_dead_letters(const LetterWorld& world, const LetterOrders& orders,
                                                const std::vector<LetterTarget>& targets) {
  std::vector<LetterProgress> all;
  all.reserve(targets.size());
  for (const LetterTarget& target : targets) all.push_back({.target = target});
  Acting acting(world, orders);
  acting.request(all);
  acting.observe(all);
  return all;
}

Result<std::vector<LetterTarget>> freeze(DeadLetterQueue& queue, const LetterFilter& filter) {
  std::vector<LetterTarget> targets;
  std::optional<LetterCursor> after;
  do {
    auto page = queue.page(filter, after, kPage);
    if (!page) return std::unexpected(page.error());
    for (const DeadLetter& letter : page->letters) targets.push_back({letter.id, letter.generation});
    after = page->next;
  } while (after);
  std::ranges::reverse(targets);
  return targets;
}

Result<std::vector<LetterTarget>> freeze(DeadLetterQueue& queue, const std::vector<DeliveryId>& ids) {
  std::vector<LetterTarget> targets;
  std::unordered_map<std::string_view, std::size_t> places;
  for (const DeliveryId& id : ids) {
    if (places.emplace(id, targets.size()).second) targets.push_back({id, 0});
  }
  for (std::size_t from = 0; from < targets.size(); from += kLook) {
    std::vector<DeliveryId> part;
    for (std::size_t i = from; i < std::min(from + kLook, targets.size()); ++i) part.push_back(targets[i].id);
    const auto letters = queue.find(part);
    if (!letters) return std::unexpected(letters.error());
    for (const DeadLetter& letter : *letters) {
      if (const auto place = places.find(letter.id); place != places.end()) {
        targets[place->second].generation = letter.generation;
      }
    }
  }
  return targets;
}

}  // namespace saga
