// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/consumer.h"

#include <algorithm>
#include <map>
#include <pthread.h>
#include <utility>

#include <spdlog/spdlog.h>

#include "backend/payment/metrics/names.h"
#include "backend/payment/runtime/lease.h"
#include "backend/payment/runtime/parking.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kNotReady{200};
constexpr milliseconds kLastChance{800};

Result<redis::Reply> answer(Result<redis::Reply> reply) { return redis::expect_ok(std::move(reply)); }

}  // namespace

Consumer::Consumer(ConsumerOptions options, std::unique_ptr<Handler> handler)
    : options_(std::move(options)),
      handler_(std::move(handler)),
      group_(handler_->group()),
      topics_(handler_->topics()),
      batch_size_(std::max<std::size_t>(1, handler_->batch_size())),
      batch_sizes_(options_.metrics->size(kBatchSize, {{"role", options_.name}})),
      redis_log_(options_.name),
      handler_log_(options_.name),
      claim_log_(options_.name),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Consumer::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Consumer::run(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), options_.name.substr(0, 15).c_str());
  while (!stop.stop_requested()) {
    if (auto done = turn(stop); !done) {
      redis_log_.lost("Redis", done.error());
      client_.reset();
      (void)wait_for(stop, redis_patience_.next());
    }
  }
  finish();
}

// What is in hand is brought to its end, and what was held back is sent, if nothing stands in the way. Otherwise
// the entries stay pending and the next start finds them.
void Consumer::finish() {
  const auto until = steady_clock::now() + kLastChance;
  while (client_ && !hands_.empty() && steady_clock::now() < until) {
    Hand& hand = hands_.front();
    if (!hand.handled) {
      if (handler_log_.is_lost()) return;
      auto handled = handler_->handle(hand.deliveries);
      if (!handled) return;
      hand.handled = std::move(*handled);
    }
    if (!settle(hand)) return;
    hands_.pop_front();
  }
  if (client_) (void)publisher_.send_due(*client_, steady_clock::time_point::max());
}

Result<void> Consumer::turn(const std::stop_token& stop) {
  if (!client_ || client_->broken()) {
    if (auto connected = connect(); !connected) return connected;
    redis_log_.back();
    redis_patience_.reset();
  }
  if (auto sent = publisher_.send_due(*client_, steady_clock::now()); !sent) return sent;
  if (epoch_changed()) drop_hands();
  if (tell_again_) return tell_again(stop);
  if (!hands_.empty()) return work_off(stop);
  if (!handler_->ready()) {
    (void)wait_for(stop, kNotReady);
    return {};
  }
  if (!pending_from_.empty()) return read_own_pending();
  if (steady_clock::now() >= next_claim_) return claim_idle();
  return read_new(stop);
}

Result<void> Consumer::connect() {
  auto opened = redis::Client::open(options_.redis);
  if (!opened) return std::unexpected(opened.error());
  // Also after a restart of Redis without its data: the groups are simply made again.
  for (const std::string& topic : topics_) {
    const auto made = redis::ensure_group(**opened, topic, group_);
    if (!made) return std::unexpected(made.error());
    tell_again_ = tell_again_ || *made;
  }
  client_ = std::move(*opened);
  pending_from_.assign(topics_.size(), "0");
  next_claim_ = {};
  return {};
}

Result<void> Consumer::tell_again(const std::stop_token& stop) {
  const auto events = handler_->tell_again();
  if (!events) {
    handler_log_.lost("its work", events.error());
    (void)wait_for(stop, handler_patience_.next());
    return {};
  }
  handler_log_.back();
  handler_patience_.reset();
  if (auto sent = publisher_.send(*client_, *events, steady_clock::now()); !sent) return sent;
  if (!events->empty()) spdlog::warn("event=told-again role={} events={}", options_.name, events->size());
  tell_again_ = false;
  return {};
}

Result<void> Consumer::work_off(const std::stop_token& stop) {
  Hand& hand = hands_.front();
  if (!hand.handled) {
    auto handled = handler_->handle(hand.deliveries);
    if (!handled) {
      handler_log_.lost("its work", handled.error());
      if (handled.error().code == kFenced) {
        drop_hands();
        (void)wait_for(stop, handler_patience_.next());
        return {};
      }
      for (Delivery& delivery : hand.deliveries) delivery.again = true;
      (void)wait_for(stop, handler_patience_.next());
      return {};
    }
    handler_log_.back();
    handler_patience_.reset();
    batch_sizes_.record(static_cast<std::int64_t>(hand.deliveries.size()));
    hand.handled = std::move(*handled);
  }
  if (auto settled = settle(hand); !settled) return settled;
  hands_.pop_front();
  return {};
}

// This process was fenced: others may have taken over what it holds. What it still holds is in its pending lists.
void Consumer::drop_hands() {
  if (!hands_.empty()) spdlog::warn("event=dropped role={} batches={}", options_.name, hands_.size());
  hands_.clear();
  pending_from_.assign(topics_.size(), "0");
}

bool Consumer::epoch_changed() {
  if (!options_.epoch) return false;
  const std::int64_t before = std::exchange(epoch_, options_.epoch());
  return before != 0 && before != epoch_;
}

Result<void> Consumer::settle(Hand& hand) {
  Handled& handled = *hand.handled;
  // After a lost connection all of it is sent once more: handlers bear that, a missing request would wait for its
  // deadline.
  if (auto sent = publisher_.send(*client_, handled.send, steady_clock::now()); !sent) return sent;
  handled.send.clear();

  std::vector<bool> not_done(hand.entries.size(), false);
  for (const std::size_t index : handled.later) not_done[index] = true;
  for (const Unusable& unusable : handled.unusable) {
    not_done[unusable.index] = true;
    const auto& entry = hand.entries[unusable.index];
    const Event& event = hand.deliveries[unusable.index].event;
    spdlog::error("event=unusable-entry role={} topic={} entry={} saga={} trace={} why={}", options_.name, entry.stream,
                  entry.id, log_text(event.saga_id), log_text(trace_id_of(event.traceparent)), log_text(unusable.why));
    if (auto parked = park(entry, unusable.why); !parked) return parked;
  }
  return acknowledge(hand.entries, not_done);
}

Result<void> Consumer::park(const redis::StreamEntry& entry, std::string_view why) {
  if (auto parked = park_entry(*client_, group_, entry, why); !parked) return parked;
  options_.metrics->counter(kDeadLettered, {{"topic", entry.stream}}).add();  // one of the handler's topics
  return {};
}

Result<void> Consumer::acknowledge(const std::vector<redis::StreamEntry>& entries, const std::vector<bool>& not_done) {
  std::map<std::string, std::vector<std::string>> ids;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!not_done[i]) ids[entries[i].stream].push_back(entries[i].id);
  }
  if (ids.empty()) return {};
  std::vector<redis::Command> commands;
  for (const auto& [stream, stream_ids] : ids) commands.push_back(redis::xack_command(stream, group_, stream_ids));
  auto replies = client_->pipeline(commands);
  if (!replies) return std::unexpected(replies.error());
  for (const redis::Reply& reply : *replies) {
    if (const auto* error = reply.error()) return std::unexpected(redis::error_of(*error));
  }
  return {};
}

Result<void> Consumer::read_own_pending() {
  std::vector<std::string> topics;
  std::vector<redis::Command> commands;
  for (std::size_t i = 0; i < topics_.size(); ++i) {
    if (pending_from_[i].empty()) continue;
    topics.push_back(topics_[i]);
    commands.push_back(redis::xreadgroup_command(group_, options_.consumer, {topics_[i]}, static_cast<int>(batch_size_),
                                                 milliseconds(-1), pending_from_[i]));
  }
  auto replies = client_->pipeline(commands);
  if (!replies) return std::unexpected(replies.error());

  std::vector<redis::StreamEntry> all;
  for (std::size_t i = 0; i < topics.size(); ++i) {
    auto reply = answer((*replies)[i]);
    if (!reply) return std::unexpected(reply.error());
    auto entries = redis::parse_streams(*reply);
    if (!entries) return std::unexpected(entries.error());
    const auto at = static_cast<std::size_t>(std::ranges::find(topics_, topics[i]) - topics_.begin());
    pending_from_[at] = entries->empty() ? std::string() : entries->back().id;
    std::ranges::move(*entries, std::back_inserter(all));
  }
  if (std::ranges::all_of(pending_from_, &std::string::empty)) pending_from_.clear();
  return take(std::move(all), true);
}

Result<void> Consumer::claim_idle() {
  if (auto may = handler_->before_taking_over(); !may) {
    claim_log_.lost("taking over", may.error());
    next_claim_ = steady_clock::now() + options_.claim_every;
    return {};
  }
  claim_log_.back();
  std::vector<redis::Command> commands;
  for (const std::string& topic : topics_) {
    commands.push_back(redis::xautoclaim_command(topic, group_, options_.consumer, options_.claim_idle, "0-0",
                                                 static_cast<int>(batch_size_)));
  }
  auto replies = client_->pipeline(commands);
  if (!replies) return std::unexpected(replies.error());
  std::vector<redis::StreamEntry> all;
  bool more = false;
  for (std::size_t i = 0; i < topics_.size(); ++i) {
    auto reply = answer((*replies)[i]);
    if (!reply) return std::unexpected(reply.error());
    auto claimed = redis::parse_autoclaim(*reply, topics_[i]);
    if (!claimed) return std::unexpected(claimed.error());
    more = more || claimed->entries.size() >= batch_size_;
    std::ranges::move(claimed->entries, std::back_inserter(all));
  }
  // A claimed entry is not idle any more, so asking again goes on where this ended.
  next_claim_ = more ? steady_clock::time_point{} : steady_clock::now() + options_.claim_every;
  return take(std::move(all), true);
}

Result<void> Consumer::read_new(const std::stop_token& stop) {
  // In parts of a millisecond, hence not wait_for: stop is looked at right after.
  if (steady_clock::now() < next_read_) std::this_thread::sleep_until(next_read_);
  if (stop.stop_requested()) return {};
  const milliseconds block = publisher_.has_kept() ? milliseconds(20) : options_.block;
  auto reply = answer(client_->call_blocking(
      redis::xreadgroup_command(group_, options_.consumer, topics_, static_cast<int>(batch_size_), block),
      block + options_.redis.timeout));
  if (!reply) return std::unexpected(reply.error());
  auto entries = redis::parse_streams(*reply);
  if (!entries) return std::unexpected(entries.error());
  if (!entries->empty()) next_read_ = steady_clock::now() + options_.gather;
  return take(std::move(*entries), false);
}

Result<void> Consumer::take(std::vector<redis::StreamEntry> entries, bool again) {
  std::vector<redis::StreamEntry> gone;
  for (redis::StreamEntry& entry : entries) {
    if (entry.deleted) {
      gone.push_back(std::move(entry));
      continue;
    }
    const std::string* text = entry.field("event");
    auto event = text != nullptr ? decode(*text)
                                 : Result<Event>(std::unexpected(Error{ErrorKind::Invalid, "there is no field event"}));
    if (!event) {
      spdlog::error("event=unreadable-entry role={} topic={} entry={} why={}", options_.name, entry.stream, entry.id,
                    log_text(event.error().message));
      if (auto parked = park(entry, event.error().message); !parked) return parked;
      continue;
    }
    if (hands_.empty() || hands_.back().entries.size() >= batch_size_) hands_.emplace_back();
    Hand& hand = hands_.back();
    hand.deliveries.push_back({entry.stream, entry.id, std::move(*event), again});
    hand.entries.push_back(std::move(entry));
  }
  return acknowledge(gone, std::vector<bool>(gone.size(), false));
}

}  // namespace saga::payment
