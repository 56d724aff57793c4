// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/live_reading.h"

#include <algorithm>

#include <fmt/format.h>

namespace saga {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

LiveReading::LiveReading(Executor& home, Executor& opening, const Clock& clock, std::shared_ptr<EventHub> hub,
                         std::function<Result<ReadSide>()> open)
    : home_(home),
      opening_(opening),
      clock_(clock),
      hub_(std::move(hub)),
      postgres_(Source::Postgres, clock, hub_),
      feed_(Source::Feed, clock, hub_),
      link_(home, opening, clock, std::move(open),
            {.opened = [this] { opened(); },
             .lost = [this](const Error& error) { lost(error); },
             .will_retry =
                 [this](int attempt, milliseconds delay) {
                   postgres_.will_retry(attempt, delay);
                   feed_.will_retry(attempt, delay);
                 }}) {}

void LiveReading::start() {
  link_.start();
  home_.post_after(kStatusInterval, [this] { ask_status(); });
  opening_.post_after(kStatusInterval, [this] { watch(); });
}

void LiveReading::reconnect() {
  home_.post([this] {
    if (!shut_down_) link_.try_now();
  });
}

void LiveReading::shut_down() {
  shut_down_ = true;
  const std::lock_guard lock(cancel_mutex_);
  if (cancel_) cancel_();
}

void LiveReading::call(Attachment::Work work) {
  home_.post([this, work = std::move(work)] {
    if (shut_down_) return;
    ReadSide* side = link_.side();
    if (side == nullptr) {
      work(std::unexpected(link_.why_not()));
      return;
    }
    const auto error = timed([&] { return work(&side->readers); });
    if (error && ends_connection(*error)) link_.lose(*error);
  });
}

void LiveReading::opened() {
  {
    const std::lock_guard lock(cancel_mutex_);
    cancel_ = link_.side()->cancel;
  }
  reread_ = was_open_;
  was_open_ = true;
  poll();  // before any other read, so that no change falls between that read and the feed
  home_.post([this] { refresh_status(); });
}

void LiveReading::lost(const Error& error) {
  {
    const std::lock_guard lock(cancel_mutex_);
    cancel_ = nullptr;
  }
  postgres_.lost(error);
  feed_.lost(error);
}

void LiveReading::hint() {
  if (hinted_.exchange(true)) return;
  home_.post([this] {
    hinted_ = false;
    const auto due = last_poll_ + kShortestInterval - clock_.monotonic();
    schedule_poll(std::max(milliseconds(0), std::chrono::ceil<milliseconds>(due)));
  });
}

void LiveReading::schedule_poll(milliseconds delay) {
  const auto mine = ++polls_scheduled_;
  home_.post_after(delay, [this, mine] {
    if (mine == polls_scheduled_) poll();
  });
}

void LiveReading::poll() {
  if (shut_down_) return;
  last_poll_ = clock_.monotonic();
  ReadSide* side = link_.side();
  if (side == nullptr) return;  // opened() begins again
  auto batch = timed([&] { return side->feed->poll(); });
  if (!batch) {
    if (ends_connection(batch.error())) return link_.lose(batch.error());
    feed_.lost(batch.error());
    return schedule_poll(kStatusInterval);
  }
  if (reread_) batch->gap = true;
  reread_ = false;
  if (!batch->changed.empty()) behind_ = std::max(behind_, microseconds(batch->server_now - batch->newest));
  if (feed_.state().health != SourceState::Health::Connected) feed_.answered(behind_);
  if (batch->gap || !batch->changed.empty()) hub_->tell(*batch);
  schedule_poll(kPollInterval);
}

void LiveReading::ask_status() {
  if (shut_down_) return;
  home_.post_after(kStatusInterval, [this] { ask_status(); });
  refresh_status();
}

void LiveReading::refresh_status() {
  if (shut_down_) return;
  ReadSide* side = link_.side();
  if (side == nullptr) {
    postgres_.tell();
    feed_.tell();
    return;
  }
  const auto status = timed([&] { return side->platform->status(); });
  if (!status) {
    if (ends_connection(status.error())) return link_.lose(status.error());
    postgres_.lost(status.error());
    return;
  }
  postgres_.answered(status->round_trip);
  hub_->tell(*status);
  if (feed_.state().health == SourceState::Health::Connected) {
    feed_.answered(std::exchange(behind_, microseconds(0)));
  } else {
    feed_.tell();
  }
}

// Runs beside home, which may be the one that waits for a server that does not answer.
void LiveReading::watch() {
  if (shut_down_) return;
  opening_.post_after(kStatusInterval, [this] { watch(); });
  const auto since = busy_since_.load();
  if (since == 0) return;
  const auto silent = clock_.monotonic() - MonoTime(MonoTime::duration(since));
  auto last = hub_->last(Source::Postgres);
  if (silent < kSilence || !last) return;
  if (last->health != SourceState::Health::Lost) {
    last->health = SourceState::Health::Lost;
    last->lost_since = clock_.now() - duration_cast<microseconds>(silent);
    last->next_attempt.reset();
    last->attempt = 0;
  }
  last->error = Error{ErrorKind::Timeout, fmt::format("PostgreSQL has not answered for {} seconds.",
                                                      duration_cast<std::chrono::seconds>(silent).count())};
  hub_->tell(*last);
}

}  // namespace saga
