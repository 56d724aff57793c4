// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "backend/concurrency/executor.h"
#include "backend/services/attachment.h"
#include "backend/services/connectors.h"

namespace saga {

// The lane for questions to the streams of Redis, on an executor of its own: a search may take seconds. It says nothing
// of its own health: the hints do that for Redis.
class LiveStreams {
 public:
  LiveStreams(Executor& home, std::function<Result<std::unique_ptr<SagaStreams>>()> open)
      : home_(home), open_(std::move(open)) {}
  // From any thread. Runs `work` with the reader of streams, or with why there is none.
  void call(Attachment::Work work);
  // Ends the search that runs now and begins no other.
  void shut_down();

 private:
  [[nodiscard]] Result<Readers*> readers();

  Executor& home_;
  std::function<Result<std::unique_ptr<SagaStreams>>()> open_;
  std::atomic<bool> shut_down_{false};
  std::mutex mutex_;  // guards the pointer in `readers_` against shut_down()
  Readers readers_;
};

}  // namespace saga
