// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/rollback.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace saga {
namespace {

constexpr std::chrono::hours kForgotten{1};
constexpr std::chrono::milliseconds kAskAgain{50};

template <class Kind>
bool is(const ToggleOutcome& outcome) {
  return std::holds_alternative<Kind>(outcome.outcome);
}

// PostgreSQL did not hear of it, or it is not known whether it did.
bool unheard(const ToggleOutcome& outcome) {
  if (is<OutcomeUnknown>(outcome)) return true;
  const auto* failed = std::get_if<Failed>(&outcome.outcome);
  return failed != nullptr && failed->error.worth_retrying();
}

void write_second_path(const RollbackWorld& world, bool engaged, RollbackReport& report) {
  if (world.second_path == nullptr) return;
  if (auto written = world.second_path->set(engaged); written) {
    report.second_path_written = true;
  } else {
    report.second_path_error = written.error();
  }
}

void warn_of(RollbackReport& report) {
  if (const auto* applied = std::get_if<Applied>(&report.in_postgres.outcome); applied && !applied->warning.empty()) {
    report.warnings.push_back(applied->warning);
  }
}

}  // namespace

bool RollbackReport::engaged() const { return second_path_written || is<Applied>(in_postgres); }

RollbackReport engage_rollback(const RollbackWorld& world, const std::string& reason) {
  RollbackReport report;
  if (reason.find_first_not_of(' ') == std::string::npos) {
    report.in_postgres.outcome = Refused{"a reason is required"};
    return report;
  }
  const TimePoint at = world.clock.now();
  write_second_path(world, true, report);
  const auto control = world.control();
  report.in_postgres =
      control ? (*control)->engage_rollback(reason) : ToggleOutcome{.outcome = Failed{control.error()}};
  warn_of(report);
  // A person who may not engage it in PostgreSQL, but could in Redis, has still done so: the entry is due.
  if (report.second_path_written && !is<Applied>(report.in_postgres) && unheard(report.in_postgres)) {
    if (auto kept = world.keep({at, reason}); kept) {
      report.kept = true;
    } else {
      report.warnings.push_back("The journal entry could not be kept on this machine: " + kept.error().message);
    }
  }
  return report;
}

RollbackReport release_rollback(const RollbackWorld& world, std::optional<std::int64_t> expected_version,
                                const std::string& reason) {
  RollbackReport report;
  const auto control = world.control();
  if (!control) {
    report.in_postgres.outcome = Failed{control.error()};
    return report;
  }
  if (!expected_version) {
    const auto toggles = (*control)->toggles();
    if (!toggles) {
      report.in_postgres.outcome = Failed{toggles.error()};
      return report;
    }
    const Toggle* toggle = find_toggle(*toggles, kRollbackToggle);
    expected_version = toggle != nullptr ? toggle->version : 0;
  }
  report.in_postgres = (*control)->release_rollback(*expected_version, reason);
  warn_of(report);
  if (is<Applied>(report.in_postgres)) write_second_path(world, false, report);
  return report;
}

Result<std::size_t> tell_kept(const RollbackWorld& world) {
  const auto kept = world.kept();
  if (!kept) return std::unexpected(kept.error());
  if (kept->empty()) return 0;
  const auto control = world.control();
  if (!control) return std::unexpected(control.error());
  std::size_t told = 0;
  const auto tell = [&]() -> std::optional<Error> {
    for (const PendingRollback& pending : *kept) {
      const ToggleOutcome noted = (*control)->note_rollback(pending.engaged_at, pending.reason);
      if (const auto* failed = std::get_if<Failed>(&noted.outcome)) return failed->error;
      if (const auto* refused = std::get_if<Refused>(&noted.outcome)) {
        return Error{ErrorKind::Permission, refused->reason};
      }
      // Whether it was noted is not known: noting it twice does no harm, forgetting it would.
      if (const auto* unknown = std::get_if<OutcomeUnknown>(&noted.outcome)) return unknown->error;
      ++told;
    }
    return std::nullopt;
  };
  auto error = tell();
  if (!error) {
    // Only if nobody took it back: a person may have released it by Redis alone.
    const auto engaged = world.second_path != nullptr ? world.second_path->engaged() : Result<bool>(false);
    if (!engaged) {
      error = engaged.error();
    } else if (*engaged) {
      const ToggleOutcome outcome = (*control)->engage_rollback(kept->back().reason);
      if (const auto* failed = std::get_if<Failed>(&outcome.outcome)) error = failed->error;
      if (const auto* unknown = std::get_if<OutcomeUnknown>(&outcome.outcome)) error = unknown->error;
      if (error) told = std::min(told, kept->size() - 1);  // the last one stays, so that it is tried again
    }
  }
  if (auto forgotten = world.forget(told); !forgotten) return std::unexpected(forgotten.error());
  if (error) return std::unexpected(*error);
  return told;
}

SeenGateways merge_reports(const std::vector<ReportedGateways>& places) {
  struct Known {
    GatewayReport report;
    std::chrono::microseconds age;
  };
  std::map<std::string, Known> newest;
  for (const ReportedGateways& place : places) {
    for (const GatewayReport& report : place.reports) {
      const Known known{report, place.now - report.heartbeat_at};
      const auto [at, fresh] = newest.emplace(report.instance, known);
      if (!fresh && known.age < at->second.age) at->second = known;
    }
  }
  SeenGateways seen;
  for (const auto& [instance, known] : newest) {
    if (known.age < kGatewayIsGone) {
      seen.live.push_back(known.report);
    } else if (known.age < kForgotten) {
      seen.silent.push_back({known.report, known.age});
    }
  }
  return seen;
}

std::vector<std::string> lost_since(const SeenGateways& seen, std::chrono::microseconds ago,
                                    const std::function<bool(const GatewayReport&)>& has_confirmed) {
  std::vector<std::string> names;
  for (const SilentGateway& silent : seen.silent) {
    if (silent.age - ago < kGatewayIsGone && !has_confirmed(silent.report)) names.push_back(silent.report.instance);
  }
  return names;
}

SeenGateways seen_gateways(const RollbackWorld& world) {
  std::vector<ReportedGateways> places;
  std::vector<Error> trouble;
  if (const auto control = world.control(); !control) {
    trouble.push_back(control.error());
  } else if (const auto reports = (*control)->gateways(); !reports) {
    trouble.push_back(reports.error());
  } else {
    places.push_back({reports->gateways, reports->server_now});
  }
  if (world.second_path != nullptr) {
    if (const auto reports = world.second_path->gateways(); !reports) {
      trouble.push_back(reports.error());
    } else {
      places.push_back({*reports, world.clock.now()});
    }
  }
  SeenGateways seen = merge_reports(places);
  seen.trouble = std::move(trouble);
  return seen;
}

Confirmation await_gateways(const RollbackWorld& world, const std::function<bool(const GatewayReport&)>& has_confirmed,
                            const std::function<void(std::chrono::milliseconds)>& sleep,
                            std::chrono::milliseconds patience, MonoTime since) {
  const MonoTime begin = world.clock.monotonic();
  for (;;) {
    Confirmation confirmation;
    const SeenGateways seen = seen_gateways(world);
    for (const GatewayReport& report : seen.live) {
      (has_confirmed(report) ? confirmation.confirmed : confirmation.stragglers).push_back(report.instance);
    }
    const MonoTime now = world.clock.monotonic();
    std::ranges::move(
        lost_since(seen, std::chrono::duration_cast<std::chrono::microseconds>(now - since), has_confirmed),
        std::back_inserter(confirmation.stragglers));
    confirmation.trouble = seen.trouble;
    const auto took = now - begin;
    confirmation.took = std::chrono::duration_cast<std::chrono::milliseconds>(took);
    const bool answered = !seen.live.empty() || seen.trouble.empty();
    if ((answered && confirmation.stragglers.empty()) || took >= patience) return confirmation;
    sleep(kAskAgain);
  }
}

bool DrillReport::safe() const {
  return is<Applied>(in_postgres) && confirmation.stragglers.empty() && !confirmation.confirmed.empty();
}

DrillReport request_drill(const RollbackWorld& world, const std::string& reason) {
  DrillReport report;
  if (world.second_path != nullptr) {
    if (auto written = world.second_path->rehearse(); written) {
      report.second_path_written = true;
    } else {
      report.second_path_error = written.error();
    }
  }
  const auto control = world.control();
  report.in_postgres = control ? (*control)->drill_rollback(reason) : ToggleOutcome{.outcome = Failed{control.error()}};
  return report;
}

DrillReport drill_rollback(const RollbackWorld& world, const std::string& reason,
                           const std::function<void(std::chrono::milliseconds)>& sleep,
                           std::chrono::milliseconds patience) {
  const MonoTime begin = world.clock.monotonic();
  DrillReport report = request_drill(world, reason);
  if (!is<Applied>(report.in_postgres)) return report;
  report.confirmation = await_gateways(
      world, [&](const GatewayReport& seen) { return seen.version >= report.in_postgres.version; }, sleep, patience,
      begin);
  report.confirmation.took = std::chrono::duration_cast<std::chrono::milliseconds>(world.clock.monotonic() - begin);
  return report;
}

}  // namespace saga
