// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/live_background.h"

#include <utility>

namespace saga {

LiveBackground::LiveBackground(Executor& home, Executor& opening, const Clock& clock,
                               std::function<Result<BackgroundSide>()> open)
    : home_(home),
      link_(home, opening, clock, std::move(open),
            {.opened = [this] { take_cancel(link_.side()->cancel); },
             .lost = [this](const Error&) { take_cancel(nullptr); }}) {}

void LiveBackground::start() { link_.start(); }

void LiveBackground::reconnect() {
  home_.post([this] {
    if (!shut_down_) link_.try_now();
  });
}

void LiveBackground::shut_down() {
  shut_down_ = true;
  const std::lock_guard lock(cancel_mutex_);
  if (cancel_) cancel_();
}

void LiveBackground::call(Attachment::Work work) {
  home_.post([this, work = std::move(work)] {
    if (shut_down_) return;
    BackgroundSide* side = link_.side();
    if (side == nullptr) {
      work(std::unexpected(link_.why_not()));
      return;
    }
    const auto error = work(&side->readers);
    if (error && ends_connection(*error)) link_.lose(*error);
  });
}

void LiveBackground::take_cancel(std::function<void()> cancel) {
  const std::lock_guard lock(cancel_mutex_);
  cancel_ = std::move(cancel);
}

}  // namespace saga
