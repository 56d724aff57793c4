// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/sender_pool.h"

#include <algorithm>
#include <functional>
#include <pthread.h>
#include <utility>

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLate{100};  // beyond what the connection's own timeouts end

}  // namespace

SenderPool::SenderPool(PoolOptions options, const Clock& clock)
    : options_(std::move(options)), clock_(clock), breaker_(options_.breaker, clock.monotonic()) {
  for (int i = 0; i < options_.connections; ++i) {
    lanes_.push_back(std::make_unique<Lane>());
    lanes_.back()->connection = options_.connect();
  }
  for (auto& lane : lanes_) lane->thread = std::thread([this, &lane = *lane] { run(lane); });
}

bool SenderPool::add(OpenDelivery delivery) {
  const std::scoped_lock lock(mutex_);
  if (stopping_ || held_.contains(delivery.order_key)) return false;
  Lane& lane = *lanes_[std::hash<std::string>()(delivery.order_key) % lanes_.size()];
  lane.queue.push_back(std::move(delivery));
  if (!lane.sending) lane.wake.notify_one();
  return true;
}

void SenderPool::wait(std::size_t enough, milliseconds patience) {
  std::unique_lock lock(mutex_);
  progress_.wait_for(lock, patience, [&] { return finished_.size() >= enough || nothing_under_way(); });
}

std::size_t SenderPool::finished() const {
  const std::scoped_lock lock(mutex_);
  return finished_.size();
}

bool SenderPool::idle() const {
  const std::scoped_lock lock(mutex_);
  return nothing_under_way();
}

bool SenderPool::nothing_under_way() const {
  return std::ranges::all_of(lanes_, [](const auto& lane) { return lane->queue.empty() && !lane->sending; });
}

std::vector<Attempt> SenderPool::take_finished() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(finished_, {});
}

void SenderPool::release(std::span<const Attempt> attempts) {
  const std::scoped_lock lock(mutex_);
  for (const Attempt& attempt : attempts) {
    if (attempt.outcome != Attempt::Outcome::Retry && attempt.outcome != Attempt::Outcome::NotTried) continue;
    const auto held = held_.find(attempt.delivery.order_key);
    if (held != held_.end()) held_.erase(held);
  }
}

void SenderPool::watch() {
  const std::scoped_lock lock(mutex_);
  const MonoTime now = clock_.monotonic();
  for (auto& lane : lanes_) {
    if (lane->sending && now - lane->begun > options_.timeout + kLate) lane->connection->abort();
  }
}

CircuitBreaker SenderPool::breaker() const {
  const std::scoped_lock lock(mutex_);
  return breaker_;
}

void SenderPool::stop(milliseconds grace) {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    for (auto& lane : lanes_) lane->wake.notify_one();
    progress_.wait_for(lock, grace, [this] { return nothing_under_way(); });
    // Again and again: one that was just about to begin has nothing yet that could be ended.
    while (!nothing_under_way()) {
      for (auto& lane : lanes_) {
        if (lane->sending) lane->connection->abort();
      }
      progress_.wait_for(lock, kLate, [this] { return nothing_under_way(); });
    }
  }
  for (auto& lane : lanes_) {
    if (lane->thread.joinable()) lane->thread.join();
  }
}

void SenderPool::run(Lane& lane) {
  pthread_setname_np(pthread_self(), ("send-" + options_.target).substr(0, 15).c_str());
  std::unique_lock lock(mutex_);
  while (true) {
    lane.wake.wait(lock, [&] { return stopping_ || !lane.queue.empty(); });
    if (lane.queue.empty()) return;  // stopping
    send_front(lane, lock);
  }
}

void SenderPool::send_front(Lane& lane, std::unique_lock<std::mutex>& lock) {
  Attempt attempt{.delivery = std::move(lane.queue.front())};
  lane.queue.pop_front();
  if (stopping_ || !options_.may_send(attempt.delivery) || !breaker_.permit(clock_.monotonic())) {
    finish(lane, std::move(attempt));
    return;
  }
  lane.sending = true;
  lane.begun = clock_.monotonic();
  lock.unlock();
  const HttpAnswer answer =
      lane.connection->post(event_text(attempt.delivery), headers_of(attempt.delivery, options_.target));
  const Verdict verdict = verdict_of(answer);
  if (verdict != Verdict::Sent) attempt.error = error_text(answer);
  lock.lock();
  const MonoTime now = clock_.monotonic();
  attempt.took = std::chrono::duration_cast<std::chrono::microseconds>(now - lane.begun);
  lane.sending = false;
  if (verdict == Verdict::Retry) {
    breaker_.failed(now);
  } else {
    breaker_.succeeded(now);
  }
  attempt.outcome = verdict == Verdict::Sent      ? Attempt::Outcome::Sent
                    : verdict == Verdict::Refused ? Attempt::Outcome::Refused
                                                  : Attempt::Outcome::Retry;
  finish(lane, std::move(attempt));
}

void SenderPool::finish(Lane& lane, Attempt attempt) {
  const bool holds = attempt.outcome == Attempt::Outcome::Retry || attempt.outcome == Attempt::Outcome::NotTried;
  const std::string key = attempt.delivery.order_key;
  finished_.push_back(std::move(attempt));
  if (holds) {
    held_.insert(key);
    std::deque<OpenDelivery> others;
    for (OpenDelivery& later : lane.queue) {
      if (later.order_key != key) {
        others.push_back(std::move(later));
        continue;
      }
      held_.insert(key);
      finished_.push_back({.delivery = std::move(later)});
    }
    lane.queue = std::move(others);
  }
  progress_.notify_one();
}

}  // namespace saga::payment
