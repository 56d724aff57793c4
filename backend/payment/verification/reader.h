// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "backend/payment/legacy/place.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/redis/client.h"

namespace saga::payment {

// Where the books are. A place without a conninfo cannot be verified; `missing` says why.
struct Sources {
  std::map<Place, std::string> conninfo = {};
  std::map<Place, std::string> missing = {};
  std::optional<redis::Endpoint> redis = {};
  std::string redis_missing = {};
  std::string application_name = "verification";
  std::chrono::milliseconds statement_timeout{5'000};
};
[[nodiscard]] Sources sources_of(const Config& config);

class Reader;

// A short read-only transaction of one place: all that is asked within it is one moment.
class Snapshot {
 public:
  [[nodiscard]] Result<pg::Rows> read(std::string_view sql, const pg::Params& params = {});
  [[nodiscard]] Place place() const { return place_; }

 private:
  friend class Reader;
  Snapshot(Reader& reader, Place place, pg::Transaction transaction)
      : reader_(&reader), place_(place), transaction_(std::move(transaction)) {}
  Reader* reader_;
  Place place_;
  pg::Transaction transaction_;
};

// The read-only sessions of a verification. What fails is remembered with its place, so that the others can go on
// without it. One thread.
class Reader {
 public:
  explicit Reader(const Sources& sources);

  [[nodiscard]] bool has(Place place) const { return sessions_.contains(place); }
  [[nodiscard]] bool has_redis() const { return redis_.has_value(); }
  // One at a time of a database; it ends with the Snapshot.
  [[nodiscard]] Result<Snapshot> begin(Place place);
  [[nodiscard]] Result<redis::Client*> client();

  // Whether the rows of a saga's day can still be there: the day's partition of `table` is, or rows of it. A saga that
  // is not there although its day is kept is missing; else it was dropped by age.
  [[nodiscard]] Result<bool> keeps(Place place, const std::string& saga_id);

  // Where the last error came from: a place, or Redis (then `failed_redis`).
  [[nodiscard]] std::optional<Place> failed_place() const { return failed_; }
  [[nodiscard]] bool failed_redis() const { return failed_redis_; }
  void failed(Place place) { failed_ = place; }
  void forget_failure();
  void give_up(Place place, const std::string& why);
  void give_up_redis(const std::string& why);
  void forget_days() { days_.clear(); }

  [[nodiscard]] const std::map<Place, std::string>& given_up() const { return given_up_; }
  [[nodiscard]] const std::string& redis_given_up() const { return redis_given_up_; }

 private:
  std::map<Place, std::shared_ptr<ReconnectingSession>> sessions_;
  std::optional<redis::Endpoint> redis_;
  std::unique_ptr<redis::Client> client_;
  std::optional<Place> failed_;
  bool failed_redis_ = false;
  std::map<Place, std::string> given_up_;
  std::string redis_given_up_;
  std::map<std::pair<Place, std::string>, bool> days_;
};

}  // namespace saga::payment
