// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/legacy/databases.h"

#include <algorithm>

#include <fmt/format.h>

namespace saga::payment {

std::string_view to_text(Place place) {
  switch (place) {
    case Place::Saga: return "saga";
    case Place::Orders: return "orders";
    case Place::Balances: return "balances";
    case Place::Products: return "products";
    case Place::Payments: return "payments";
  }
  return "";
}

const std::string& conninfo_of(const Config& config, Place place) {
  switch (place) {
    case Place::Saga: return config.saga_conninfo;
    case Place::Orders: return config.conninfo_of(Role::Orders);
    case Place::Balances: return config.conninfo_of(Role::Balances);
    case Place::Products: return config.conninfo_of(Role::Products);
    case Place::Payments: return config.conninfo_of(Role::Payments);
  }
  return config.saga_conninfo;
}

std::vector<DatabaseOf> databases_of(const Config& config) {
  std::vector<DatabaseOf> databases;
  for (const Place place : kPlaces) {
    const std::string& conninfo = conninfo_of(config, place);
    auto found = std::ranges::find(databases, conninfo, &DatabaseOf::conninfo);
    if (found == databases.end()) {
      databases.push_back({std::string(to_text(place)), conninfo, {}});
      found = std::prev(databases.end());
    }
    found->places.push_back(place);
  }
  return databases;
}

Databases::Databases(const Config& config, std::chrono::milliseconds budget, Prepare prepare)
    : budget_(budget), instance_(config.instance), crash_at_(config.legacy_crash_at) {
  for (DatabaseOf& database : databases_of(config)) {
    for (const Place place : database.places) database_of_[static_cast<std::size_t>(place)] = databases_.size();
    const auto set_up = [prepare, budget, places = database.places](pg::Session& session) -> Result<void> {
      if (auto done = Work::set_up(session, budget); !done) return done;
      for (const Place place : places) {
        if (auto done = prepare(session, place); !done) return done;
      }
      return {};
    };
    pg::Settings settings{.conninfo = database.conninfo,
                          .application_name = fmt::format("payment-sagad {} legacy", config.instance)};
    databases_.push_back(std::make_unique<Database>(
        Database{std::move(database.name), ReconnectingSession(std::move(settings), set_up)}));
  }
}

Result<Work*> GlobalTransaction::at(Place place) {
  const std::size_t index = databases_.database_of_[static_cast<std::size_t>(place)];
  std::optional<Work>& work = works_[index];
  if (!work) {
    auto session = databases_.databases_[index]->session.get();
    if (!session) return std::unexpected(session.error());
    auto begun = Work::begin(**session, pg::Isolation::ReadCommitted, databases_.budget_);
    if (!begun) return std::unexpected(begun.error());
    work.emplace(std::move(*begun));
  }
  return &*work;
}

Result<void> GlobalTransaction::commit() {
  if (!databases_.separated()) {
    if (!works_.front()) return {};
    crash_if(databases_.crash_at_, CrashPoint::BeforePrepare);
    return works_.front()->commit();
  }
  std::vector<Branch> branches;
  for (std::size_t i = 0; i < works_.size(); ++i) {
    if (works_[i])
      branches.push_back({databases_.databases_[i]->name, &*works_[i], &databases_.databases_[i]->session});
  }
  return commit_two_phase(branches, databases_.databases_.front()->session, databases_.instance_, databases_.crash_at_);
}

}  // namespace saga::payment
