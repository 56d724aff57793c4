// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "backend/concurrency/executor.h"
#include "backend/outcome/error.h"
#include "backend/services/source_health.h"

namespace saga {

// A connection that is replaced when it is lost. Everything runs on `home`, except opening, which may block for
// seconds and runs on `opening`; meanwhile home answers that there is no connection.
template <class Side>
class Link {
 public:
  struct Events {
    std::function<void()> opened = {};
    std::function<void(const Error&)> lost = {};  // again for every attempt that fails
    std::function<void(int attempt, std::chrono::milliseconds delay)> will_retry = {};
  };

  Link(Executor& home, Executor& opening, const Clock& clock, std::function<Result<Side>()> open, Events events)
      : home_(home), opening_(opening), clock_(clock), open_(std::move(open)), events_(std::move(events)) {}

  void start() {
    home_.post([this] { open(); });
  }

  [[nodiscard]] Side* side() { return side_ ? &*side_ : nullptr; }
  // What a call answers while there is no connection.
  [[nodiscard]] Error why_not() const {
    if (!error_) return Error{ErrorKind::Connection, "The connection is not there yet."};
    return Error{ErrorKind::Connection, error_->message, error_->advice, error_->code};
  }

  // Tries now instead of when the next attempt is due; nothing if the connection is there or is being opened.
  void try_now() {
    if (side_ || under_way_) return;
    open();
  }

  // An answer said that the connection is gone.
  void lose(const Error& error) {
    if (!side_) return;
    if (events_.lost) events_.lost(error);
    side_.reset();
    error_ = error;
    // One that opens and breaks again and again must not be tried without a pause.
    attempt_ = clock_.monotonic() - opened_at_ >= kProven ? 0 : attempt_ + 1;
    retry();
  }

 private:
  void open() {
    ++scheduled_;
    under_way_ = true;
    opening_.post([this] { home_.post([this, side = open_()]() mutable { opened(std::move(side)); }); });
  }

  void opened(Result<Side> side) {
    under_way_ = false;
    if (side) {
      side_.emplace(std::move(*side));
      error_.reset();
      opened_at_ = clock_.monotonic();
      if (events_.opened) events_.opened();
      return;
    }
    error_ = side.error();
    if (events_.lost) events_.lost(*error_);
    ++attempt_;
    retry();
  }

  void retry() {
    const auto delay = retry_delay(attempt_);
    if (events_.will_retry) events_.will_retry(attempt_, delay);
    home_.post_after(delay, [this, mine = ++scheduled_] {
      if (mine == scheduled_) open();
    });
  }

  static constexpr std::chrono::seconds kProven{5};

  Executor& home_;
  Executor& opening_;
  const Clock& clock_;
  std::function<Result<Side>()> open_;
  Events events_;
  std::optional<Side> side_;
  std::optional<Error> error_;
  MonoTime opened_at_ = {};
  int attempt_ = 0;
  std::uint64_t scheduled_ = 0;  // only the newest of the scheduled attempts is made
  bool under_way_ = false;
};

// An error after which the connection is of no more use.
[[nodiscard]] inline bool ends_connection(const Error& error) {
  return error.kind == ErrorKind::Connection || error.kind == ErrorKind::InDoubt;
}

}  // namespace saga
