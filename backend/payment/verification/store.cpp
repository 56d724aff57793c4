// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/verification/store.h"

#include <nlohmann/json.hpp>

#include "backend/payment/verification/kinds.h"

namespace saga::payment {

Result<std::int64_t> keep_report(pg::Session& session, const VerificationReport& report, std::string_view by) {
  std::vector<std::string> kind, type, subject, detail, advice;
  for (const Finding& finding : report.findings) {
    kind.push_back(finding.kind);
    type.push_back(finding.subject_type);
    subject.push_back(finding.subject);
    detail.push_back(finding.detail);
    const Kind* known = find_kind(finding.kind);
    advice.emplace_back(known != nullptr ? known->advice : "");
  }
  const auto dumped = [](const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  auto unread = nlohmann::json::array();
  for (const Unread& part : report.unread) {
    unread.push_back({{"what", part.what}, {"why", part.why}, {"kinds", part.kinds}});
  }
  const auto rows = session.query(
      "select saga.keep_verification($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7, $8::text[], $9::text[],"
      " $10::text[], $11::text[], $12::text[])",
      pg::Params(by, report.since, report.started, dumped(nlohmann::json(report.checked)), dumped(unread),
                 report.subjects, report.discrepant, kind, type, subject, detail, advice));
  if (!rows) return std::unexpected(rows.error());
  return rows->one([](const pg::Row& row) { return row.int64(0); });
}

Result<LastRuns> last_runs(pg::Session& session) {
  const auto rows =
      session.read("select now(), last_run, last_complete_run, last_full_run from saga.verification_last_view");
  if (!rows) return std::unexpected(rows.error());
  return rows->one([](const pg::Row& row) {
    return LastRuns{row.time(0), row.optional_time(1), row.optional_time(2), row.optional_time(3)};
  });
}

}  // namespace saga::payment
