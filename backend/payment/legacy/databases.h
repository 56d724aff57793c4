// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/payment/legacy/place.h"
#include "backend/payment/legacy/two_phase.h"
#include "backend/payment/participants/domain.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {

[[nodiscard]] const std::string& conninfo_of(const Config& config, Place place);

// Which databases these places are: one or several. Those with the same connection string are one.
struct DatabaseOf {
  std::string name;  // of its first place: "saga", "orders" …
  std::string conninfo;
  std::vector<Place> places;
};
[[nodiscard]] std::vector<DatabaseOf> databases_of(const Config& config);

// A transaction over all places: one of PostgreSQL's where they are one database, else one a database, bound together
// by the two-phase commit. Rolled back by the destructor unless commit() has begun. One thread.
class GlobalTransaction;

// The sessions of the legacy path. One thread.
class Databases {
 public:
  using Prepare = std::function<Result<void>(pg::Session&, Place)>;

  // `prepare` runs for each place on its new session. `config` must outlive this.
  Databases(const Config& config, std::chrono::milliseconds budget, Prepare prepare);

  [[nodiscard]] bool separated() const { return databases_.size() > 1; }

 private:
  friend class GlobalTransaction;
  struct Database {
    std::string name;
    ReconnectingSession session;
  };

  std::chrono::milliseconds budget_;
  std::string instance_;
  std::optional<CrashPoint> crash_at_;
  std::vector<std::unique_ptr<Database>> databases_;
  std::array<std::size_t, kPlaces.size()> database_of_{};  // by place
};

class GlobalTransaction {
 public:
  explicit GlobalTransaction(Databases& databases) : databases_(databases), works_(databases.databases_.size()) {}

  // Begun where it is first needed. All of them are READ COMMITTED: what is read is locked first.
  [[nodiscard]] Result<Work*> at(Place place);

  // InDoubt: it may have been committed. Any other error: it was not, nowhere.
  [[nodiscard]] Result<void> commit();

 private:
  Databases& databases_;
  std::vector<std::optional<Work>> works_;  // by database
};

}  // namespace saga::payment
