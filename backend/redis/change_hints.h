// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "backend/ports/change_hints.h"
#include "backend/redis/client.h"

namespace saga::redis {

inline constexpr const char* kSagaChangedStream = "saga.changed";

// Hints from the stream saga.changed, beginning with what is added after open(). After an Error this object is
// of no more use; its owner opens a new one and re-reads the truth.
class StreamChangeHints final : public ChangeHints {
 public:
  [[nodiscard]] static Result<std::unique_ptr<StreamChangeHints>> open(const Endpoint& endpoint,
                                                                       std::string stream = kSagaChangedStream);
  Result<bool> wait(std::chrono::milliseconds patience) override;
  Result<std::chrono::microseconds> ping() override;
  void interrupt() override;

 private:
  StreamChangeHints(std::unique_ptr<Client> listener, std::unique_ptr<Client> control, std::string stream,
                    std::string last_id);
  [[nodiscard]] Result<void> ask(std::chrono::milliseconds block);

  std::unique_ptr<Client> listener_;
  std::unique_ptr<Client> control_;  // an interrupted wait leaves listener_ blocked in the server; pings go here
  std::string stream_;
  std::string last_id_;
  bool asked_ = false;                                        // a read was sent on listener_ and not yet answered
  std::chrono::steady_clock::time_point blocked_until_ = {};  // when the server answers it at the latest
};

}  // namespace saga::redis
