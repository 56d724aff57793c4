// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/live_hints.h"

#include <utility>

namespace saga {

LiveHints::LiveHints(Executor& home, const Clock& clock, std::shared_ptr<EventHub> hub,
                     std::function<Result<std::unique_ptr<ChangeHints>>()> open, std::function<void()> on_hint)
    : home_(home),
      clock_(clock),
      health_(Source::Redis, clock, std::move(hub)),
      open_(std::move(open)),
      on_hint_(std::move(on_hint)) {}

void LiveHints::start() {
  if (open_) return home_.post([this] { open(); });
  home_.post(
      [this] { health_.lost(Error{ErrorKind::Invalid, "The profile names no Redis; changes are found by polling."}); });
}

void LiveHints::reconnect() {
  if (!open_) return;
  home_.post([this] {
    if (hints_ == nullptr) open();
  });
}

void LiveHints::shut_down() {
  shut_down_ = true;
  const std::lock_guard lock(hints_mutex_);
  if (hints_) hints_->interrupt();
}

void LiveHints::open() {
  if (shut_down_) return;
  ++scheduled_;
  auto hints = open_();
  if (!hints) return lost(hints.error());
  {
    const std::lock_guard lock(hints_mutex_);
    hints_ = std::move(*hints);
  }
  opened_at_ = clock_.monotonic();
  if (!ping()) return;
  on_hint_();  // what was added before we listened gave no hint
  home_.post([this] { listen(); });
}

void LiveHints::listen() {
  if (shut_down_) return;
  const auto hinted = hints_->wait(kPingInterval);
  if (!hinted) return lost(hinted.error());
  if (*hinted) on_hint_();
  if (clock_.monotonic() - last_ping_ >= kPingInterval && !ping()) return;
  home_.post([this] { listen(); });
}

bool LiveHints::ping() {
  const auto latency = hints_->ping();
  if (!latency) {
    lost(latency.error());
    return false;
  }
  last_ping_ = clock_.monotonic();
  health_.answered(*latency);
  return true;
}

void LiveHints::lost(const Error& error) {
  if (shut_down_) return;
  // One that opens and breaks again and again must not be tried without a pause.
  const bool proven = hints_ != nullptr && clock_.monotonic() - opened_at_ >= kProven;
  {
    const std::lock_guard lock(hints_mutex_);
    hints_.reset();
  }
  health_.lost(error);
  attempt_ = proven ? 0 : attempt_ + 1;
  const auto delay = retry_delay(attempt_);
  health_.will_retry(attempt_, delay);
  home_.post_after(delay, [this, mine = ++scheduled_] {
    if (mine == scheduled_) open();
  });
}

}  // namespace saga
