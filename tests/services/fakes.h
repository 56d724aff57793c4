// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "backend/services/connectors.h"

namespace saga::test {

inline const Error kGone{ErrorKind::Connection, "the server is away", "", ""};

// A server that can be away, and counts. From any thread.
struct FakeServer {
  std::atomic<bool> up{true};
  std::atomic<int> opened{0};
  std::atomic<int> attempts{0};
  std::atomic<int> polls{0};
  std::atomic<int> reads{0};
  std::atomic<int> cancelled{0};
  std::atomic<int> pings{0};
  std::atomic<bool> hold_reads{false};  // a read waits until it is cancelled
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<SagaId> changes;
  std::map<std::string, CommandRecord> commands;
  std::deque<ActionOutcome> outcomes;  // of the next requests
  std::deque<Error> feed_errors;
  int hints = 0;
  bool interrupted = false;

  void hint() {
    const std::lock_guard lock(mutex);
    ++hints;
    changed.notify_all();
  }
  void change(const SagaId& id) {
    const std::lock_guard lock(mutex);
    changes.push_back(id);
  }
};

class FakeReader final : public SagaReader {
 public:
  explicit FakeReader(FakeServer& server) : server_(server) {}
  Result<SagaPage> page(const SagaFilter&, const std::optional<SagaCursor>&, int) override { return read(); }
  Result<SagaPage> by_id(const std::vector<SagaId>&) override { return read(); }
  Result<std::optional<SagaDetail>> detail(const SagaId&) override { return std::nullopt; }
  Result<ConditionCounts> counts() override { return ConditionCounts{}; }

 private:
  Result<SagaPage> read() {
    ++server_.reads;
    if (server_.hold_reads) {
      std::unique_lock lock(server_.mutex);
      server_.changed.wait(lock, [this] { return server_.cancelled > 0 || !server_.hold_reads; });
      return std::unexpected(Error{ErrorKind::Timeout, "cancelled", "", "57014"});
    }
    if (!server_.up) return std::unexpected(kGone);
    return SagaPage{};
  }
  FakeServer& server_;
};

class FakePlatform final : public PlatformReader {
 public:
  explicit FakePlatform(FakeServer& server) : server_(server) {}
  Result<PlatformStatus> status() override {
    if (!server_.up) return std::unexpected(kGone);
    PlatformStatus status;
    status.user = "kim";
    status.round_trip = std::chrono::microseconds(300);
    return status;
  }

 private:
  FakeServer& server_;
};

class FakeFeed final : public LiveFeed {
 public:
  explicit FakeFeed(FakeServer& server) : server_(server) {}
  Result<FeedBatch> poll() override {
    ++server_.polls;
    if (!server_.up) return std::unexpected(kGone);
    const std::lock_guard lock(server_.mutex);
    if (!server_.feed_errors.empty()) {
      const Error error = server_.feed_errors.front();
      server_.feed_errors.pop_front();
      return std::unexpected(error);
    }
    FeedBatch batch;
    batch.server_now = TimePoint(std::chrono::seconds(100));
    batch.changed.assign(server_.changes.begin(), server_.changes.end());
    if (!batch.changed.empty()) batch.newest = batch.server_now - std::chrono::milliseconds(40);
    server_.changes.clear();
    return batch;
  }

 private:
  FakeServer& server_;
};

class FakeOperator final : public SagaOperator {
 public:
  explicit FakeOperator(FakeServer& server) : server_(server) {}
  std::vector<ActionOutcome> request(Action, const std::vector<ActionTarget>& targets, const std::string&,
                                     const std::string& = {}) override {
    const std::lock_guard lock(server_.mutex);
    std::vector<ActionOutcome> outcomes;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      if (server_.outcomes.empty()) {
        outcomes.emplace_back(Applied{"command-1", targets[i].expected_version + 1, {}, ""});
      } else {
        outcomes.push_back(server_.outcomes.front());
        server_.outcomes.pop_front();
      }
    }
    return outcomes;
  }
  Result<std::optional<CommandRecord>> observe(const std::string& id) override { return find(id); }
  Result<std::optional<CommandRecord>> latest(const SagaId& id) override { return find(id); }

 private:
  Result<std::optional<CommandRecord>> find(const std::string& id) {
    if (!server_.up) return std::unexpected(kGone);
    const std::lock_guard lock(server_.mutex);
    const auto found = server_.commands.find(id);
    return found == server_.commands.end() ? std::nullopt : std::optional(found->second);
  }
  FakeServer& server_;
};

class FakeHints final : public ChangeHints {
 public:
  explicit FakeHints(FakeServer& server) : server_(server) {}
  Result<bool> wait(std::chrono::milliseconds patience) override {
    std::unique_lock lock(server_.mutex);
    server_.changed.wait_for(lock, patience,
                             [this] { return server_.hints > 0 || server_.interrupted || !server_.up; });
    if (!server_.up) return std::unexpected(kGone);
    if (server_.hints == 0) return false;
    server_.hints = 0;
    return true;
  }
  Result<std::chrono::microseconds> ping() override {
    if (!server_.up) return std::unexpected(kGone);
    return std::chrono::microseconds(100);
  }
  void interrupt() override {
    const std::lock_guard lock(server_.mutex);
    server_.interrupted = true;
    server_.changed.notify_all();
  }

 private:
  FakeServer& server_;
};

inline Result<ReadSide> open_read(FakeServer& server) {
  ++server.attempts;
  if (!server.up) return std::unexpected(kGone);
  ++server.opened;
  return ReadSide{{.sagas = std::make_unique<FakeReader>(server)},
                  std::make_unique<FakePlatform>(server),
                  std::make_unique<FakeFeed>(server),
                  [&server] {
                    const std::lock_guard lock(server.mutex);
                    ++server.cancelled;
                    server.changed.notify_all();
                  }};
}

inline Result<BackgroundSide> open_background(FakeServer& server) {
  ++server.attempts;
  if (!server.up) return std::unexpected(kGone);
  return BackgroundSide{.readers = {.sagas = std::make_unique<FakeReader>(server)}};
}

inline Result<ActSide> open_act(FakeServer& server) {
  ++server.attempts;
  if (!server.up) return std::unexpected(kGone);
  return ActSide{std::make_unique<FakeOperator>(server), [&server]() -> Result<void> {
                   ++server.pings;
                   if (!server.up) return std::unexpected(kGone);
                   return {};
                 }};
}

inline Result<std::unique_ptr<ChangeHints>> open_hints(FakeServer& server) {
  if (!server.up) return std::unexpected(kGone);
  return std::make_unique<FakeHints>(server);
}

}  // namespace saga::test
