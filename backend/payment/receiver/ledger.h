// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace saga::payment {

// What came with a request, from its headers.
struct Arrival {
  std::string delivery_id;
  std::string event_type;
  std::string order_key;
  std::int64_t position = 0;
  int generation = 0;
  std::string traceparent = {};
  std::string body = {};
};

struct TargetCounts {
  std::int64_t requests = 0;          // whatever became of them
  std::int64_t accepted = 0;          // answered 200
  std::int64_t deliveries = 0;        // different ids among the accepted
  std::int64_t repeated = 0;          // accepted - deliveries
  std::int64_t order_violations = 0;  // see Ledger
};

// What a target has accepted. Any thread.
//
// The order is violated when a delivery comes for the first time behind a later one of its key. One that comes again
// says nothing (it is at least once), nor does one that was replayed: others went on without it.
class Ledger {
 public:
  void asked(const std::string& target);
  void accept(const std::string& target, const Arrival& arrival);

  [[nodiscard]] TargetCounts counts(const std::string& target) const;
  [[nodiscard]] std::vector<std::string> targets() const;
  // How often a delivery was accepted.
  [[nodiscard]] int times(const std::string& target, const std::string& delivery_id) const;
  // The same of each, by its id.
  [[nodiscard]] std::map<std::string, int> accepted(const std::string& target) const;
  // The last that was accepted.
  [[nodiscard]] Arrival last(const std::string& target) const;
  void clear();

 private:
  struct Book {
    TargetCounts counts = {};
    std::unordered_map<std::string, int> times = {};
    std::unordered_map<std::string, std::int64_t> furthest = {};  // position, by key
    Arrival last = {};
  };
  mutable std::mutex mutex_;
  std::map<std::string, Book, std::less<>> books_;
};

}  // namespace saga::payment
