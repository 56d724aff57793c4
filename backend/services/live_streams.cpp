// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/live_streams.h"

#include <utility>

namespace saga {

void LiveStreams::call(Attachment::Work work) {
  home_.post([this, work = std::move(work)] {
    if (shut_down_) return;
    // What the question ended with is of no interest here: the reader connects anew by itself.
    (void)work(readers());
  });
}

void LiveStreams::shut_down() {
  shut_down_ = true;
  const std::lock_guard lock(mutex_);
  if (readers_.streams) readers_.streams->interrupt();
}

Result<Readers*> LiveStreams::readers() {
  if (readers_.streams) return &readers_;
  if (!open_) {
    return std::unexpected(Error{ErrorKind::Incompatible, "The profile names no Redis, so there are no streams."});
  }
  auto opened = open_();
  if (!opened) return std::unexpected(opened.error());
  const std::lock_guard lock(mutex_);
  readers_.streams = std::move(*opened);
  return &readers_;
}

}  // namespace saga
