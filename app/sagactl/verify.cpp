// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json.h"
#include "app/sagactl/text.h"
#include "backend/attach/connect.h"
#include "backend/attach/endpoints.h"
#include "backend/concurrency/clock.h"
#include "backend/payment/verification/kinds.h"
#include "backend/payment/verification/store.h"
#include "backend/payment/verification/verification.h"
#include "backend/postgres/contract_check.h"

namespace saga::ctl {
namespace {

using namespace saga::payment;

// The domains that have no database of their own are where the sagas are – or nowhere that the profile knows.
Result<Sources> sources_of(const attach::Profile& profile) {
  Sources sources{.application_name = "sagactl verify"};
  auto session = attach::open_session(profile, true, sources.application_name);
  if (!session) return std::unexpected(session.error());
  if (auto fits = pg::check_contract(**session); !fits) return std::unexpected(fits.error());
  for (const Place place : kPlaces) {
    const std::string name(to_text(place));
    const auto conninfo = attach::conninfo_of(attach::of_domain(profile, name).postgres);
    if (!conninfo) return std::unexpected(conninfo.error());
    if (place != Place::Saga && !profile.domains.contains(name)) {
      const auto rows = (*session)->read("select to_regnamespace($1) is not null", {name});
      if (!rows) return std::unexpected(rows.error());
      const auto here = rows->one([](const pg::Row& row) { return row.boolean(0); });
      if (!here) return std::unexpected(here.error());
      if (!*here) {
        sources.missing[place] = fmt::format(
            "The database of the sagas has no schema {0}, and the profile does not say where it is: add {0} to "
            "[postgres.domains].",
            name);
        continue;
      }
    }
    sources.conninfo[place] = *conninfo;
  }
  if (profile.redis) {
    const auto endpoint = attach::endpoint_of(*profile.redis);
    if (!endpoint) return std::unexpected(endpoint.error());
    sources.redis = *endpoint;
  } else {
    sources.redis_missing = "The profile has no [redis].";
  }
  return sources;
}

std::string_view advice_of(const Finding& finding) {
  const Kind* kind = find_kind(finding.kind);
  return kind != nullptr ? kind->advice : std::string_view{};
}

Json json_of(const VerificationReport& report, std::optional<std::int64_t> run) {
  Json document{{"consistent", report.findings.empty() && report.unread.empty()},
                {"complete", report.unread.empty()},
                {"consistency_percent", report.consistency()},
                {"run_id", run ? Json(*run) : Json()},
                {"since", report.since ? Json(iso_time(*report.since)) : Json()},
                {"started_at", iso_time(report.started)},
                {"subjects", report.subjects},
                {"discrepant", report.discrepant},
                {"in_motion", report.in_motion},
                {"kinds", Json::array()},
                {"findings", Json::array()},
                {"unread", Json::array()}};
  for (const Kind& kind : kinds()) {
    const auto checked = report.checked.find(kind.name);
    if (checked == report.checked.end()) continue;
    document["kinds"].push_back({{"kind", kind.name},
                                 {"says", kind.says},
                                 {"checked", checked->second},
                                 {"found", std::ranges::count(report.findings, kind.name, &Finding::kind)}});
  }
  for (const Finding& finding : report.findings) {
    document["findings"].push_back({{"kind", finding.kind},
                                    {"subject_type", finding.subject_type},
                                    {"subject", finding.subject},
                                    {"detail", finding.detail},
                                    {"advice", advice_of(finding)}});
  }
  for (const Unread& part : report.unread) {
    document["unread"].push_back({{"what", part.what}, {"why", part.why}, {"kinds", part.kinds}});
  }
  return document;
}

void print(const VerificationReport& report) {
  fmt::print("{:.4f} % consistent: {} of {} subjects contradict something{}.\n", report.consistency(),
             report.discrepant, report.subjects, report.unread.empty() ? "" : ", of what could be read");
  if (report.in_motion > 0) fmt::print("{} orders were left out, as they had just changed.\n", report.in_motion);
  std::vector<std::vector<std::string>> rows;
  for (const Finding& finding : report.findings) {
    rows.push_back({finding.kind, finding.subject_type, finding.subject, finding.detail});
  }
  if (!rows.empty()) fmt::print("\n{}", table({"KIND", "WHAT", "WHICH", "EXPECTED AND FOUND"}, rows));
  rows.clear();
  for (const Kind& kind : kinds()) {
    if (std::ranges::count(report.findings, kind.name, &Finding::kind) > 0) {
      rows.push_back({std::string(kind.name), std::string(kind.says), std::string(kind.advice)});
    }
  }
  if (!rows.empty()) fmt::print("\n{}", table({"KIND", "MEANS", "WHAT TO DO"}, rows));
  rows.clear();
  for (const Unread& part : report.unread) {
    rows.push_back({part.what, std::to_string(part.kinds.size()), part.why});
  }
  if (!rows.empty()) fmt::print("\n{}", table({"NOT READ", "KINDS", "WHY"}, rows));
}

// Works for its share of the time.
Result<void> work(Verification& verification, const Clock& clock, int share_percent) {
  while (true) {
    const MonoTime begun = clock.monotonic();
    const auto more = verification.step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    if (const auto until = verification.wait_until()) {
      std::this_thread::sleep_until(*until);
    } else {
      std::this_thread::sleep_for((clock.monotonic() - begun) * (100 - share_percent) / share_percent);
    }
  }
}

// For those who look later, if this role may; a selection of kinds is nothing to compare with.
std::optional<std::int64_t> keep(const Options& options, const attach::Profile& profile,
                                 const VerificationReport& report) {
  if (!options.kinds.empty()) return std::nullopt;
  Result<std::int64_t> kept = 0;
  auto session = attach::open_session(profile, false, "sagactl verify");
  if (session) {
    kept = keep_report(**session, report, "sagactl");
  } else {
    kept = std::unexpected(session.error());
  }
  if (kept) return *kept;
  fmt::print(stderr, "This run is not kept in the database: {}\n", printable(kept.error().message));
  return std::nullopt;
}

}  // namespace

int verify(const Options& options, const attach::Profile& profile) {
  const auto sources = sources_of(profile);
  if (!sources) return fail(options, sources.error(), status_of(sources.error()));
  const SystemClock clock;
  VerificationOptions wanted;
  wanted.since = options.since;
  wanted.kinds = options.kinds;
  wanted.margin = options.margin;
  wanted.pause = options.pause;
  Verification verification(*sources, wanted, clock);
  if (auto done = work(verification, clock, options.share_percent); !done) {
    return fail(options, done.error(), status_of(done.error()));
  }
  const VerificationReport& report = verification.report();
  const auto run = keep(options, profile, report);
  if (options.json) {
    fmt::print("{}", dump(json_of(report, run)));
  } else {
    print(report);
  }
  if (!report.findings.empty()) return kRefused;
  return report.unread.empty() ? kDone : kPartly;
}

}  // namespace saga::ctl
