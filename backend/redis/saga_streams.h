// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "backend/ports/saga_streams.h"
#include "backend/redis/client.h"

namespace saga::redis {

// Reads spans of the given streams by XRANGE, a second of time and a bounded number of entries at once, and keeps what
// belongs to the saga. Only reading commands. Connects when it is asked, and anew when the connection was lost.
class RedisSagaStreams final : public SagaStreams {
 public:
  struct Bounds {
    std::int64_t entries = 100'000;         // read for one question, about
    std::chrono::milliseconds time{2'000};  // that one question takes, about
  };

  RedisSagaStreams(Endpoint endpoint, std::vector<std::string> streams)
      : RedisSagaStreams(std::move(endpoint), std::move(streams), Bounds{}) {}
  RedisSagaStreams(Endpoint endpoint, std::vector<std::string> streams, Bounds bounds)
      : endpoint_(std::move(endpoint)), streams_(std::move(streams)), bounds_(bounds) {}

  Result<StreamHits> of_saga(const StreamQuestion& question) override;
  void interrupt() override { interrupted_ = true; }

 private:
  struct Reading;  // of one stream within one slice
  [[nodiscard]] Result<Client*> client();
  [[nodiscard]] Result<void> read_slice(Client& client, const StreamQuestion& question, const TimeSpan& slice,
                                        StreamHits& into);

  Endpoint endpoint_;
  std::vector<std::string> streams_;
  Bounds bounds_;
  std::unique_ptr<Client> client_;
  std::atomic<bool> interrupted_{false};
};

// What an entry's text says of the saga; nullopt: it is none of its events.
[[nodiscard]] std::optional<StreamHit> hit_of(const std::string& stream, const std::string& id, const std::string& text,
                                              const StreamQuestion& question);

}  // namespace saga::redis
