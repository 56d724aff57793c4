// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/platform_reader.h"

namespace saga::pg {
namespace {

constexpr const char* kSql = R"(
select session_user::text as who, now() as server_now,
       split_part(current_setting('server_version'), ' ', 1) as server_version,
       (select version from saga.schema_view) as schema_version,
       exists (select from pg_roles where rolname = 'saga_operator' and pg_has_role(session_user, oid, 'usage'))
         as operator_role,
       exists (select from pg_roles where rolname = 'saga_viewer' and pg_has_role(session_user, oid, 'usage'))
         as viewer_role,
       coalesce(has_function_privilege(session_user,
         to_regprocedure('saga.retry(uuid[],integer[],text)')::oid, 'execute'), false) as may_retry,
       coalesce(has_function_privilege(session_user,
         to_regprocedure('saga.compensate(uuid[],integer[],text)')::oid, 'execute'), false) as may_compensate,
       coalesce(has_function_privilege(session_user,
         to_regprocedure('saga.add_note(uuid,text)')::oid, 'execute'), false) as may_note,
       coalesce(has_function_privilege(session_user,
         to_regprocedure('saga.set_toggle(text,text,bigint,text)')::oid, 'execute'), false) as may_route,
       coalesce(has_function_privilege(session_user,
         to_regprocedure('saga.approve_job(uuid,text,text)')::oid, 'execute'), false) as may_approve,
       max(t.value) filter (where t.name = 'payment.event-driven.enabled') as enabled,
       max(t.value) filter (where t.name = 'payment.canary.percent') as percent,
       max(t.value) filter (where t.name = 'payment.emergency.rollback') as rollback,
       coalesce(max(t.version), 0) as toggle_version
  from saga.toggle_view t)";

// A toggle that is missing or unreadable counts as its careful default, as it does for a gateway.
bool is_true(const std::optional<std::string>& value) { return value == "true"; }

int percent_of(const std::string& text) {
  int percent = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || percent > 100) return 0;
    percent = percent * 10 + (c - '0');
  }
  return percent > 100 ? 0 : percent;
}

PlatformStatus status_from(const Row& row) {
  PlatformStatus status;
  status.user = row.text("who");
  status.role = row.boolean("operator_role") ? "saga_operator"
                : row.boolean("may_approve") ? "saga_approver"
                : row.boolean("viewer_role") ? "saga_viewer"
                                             : "";
  status.schema_version = row.int32("schema_version");
  status.server_version = row.text("server_version");
  status.may_retry = row.boolean("may_retry");
  status.may_compensate = row.boolean("may_compensate");
  status.may_note = row.boolean("may_note");
  status.may_route = row.boolean("may_route");
  status.may_approve = row.boolean("may_approve");
  status.degree = status.may_retry || status.may_compensate ? Degree::Operate : Degree::Watch;
  status.rollback_engaged = is_true(row.optional_text("rollback"));
  status.canary_percent = percent_of(row.optional_text("percent").value_or(""));
  const bool event_driven =
      !status.rollback_engaged && is_true(row.optional_text("enabled")) && status.canary_percent > 0;
  status.route = event_driven ? "EVENT_DRIVEN" : "LEGACY";
  status.toggle_version = row.int32("toggle_version");
  status.server_now = row.time("server_now");
  return status;
}

}  // namespace

Result<PlatformStatus> PgPlatformReader::status() {
  const auto asked = std::chrono::steady_clock::now();
  const auto rows = session_->read(kSql);
  const auto answered = std::chrono::steady_clock::now();
  if (!rows) return std::unexpected(rows.error());
  auto status = rows->one(status_from);
  if (status) status->round_trip = std::chrono::duration_cast<std::chrono::microseconds>(answered - asked);
  return status;
}

}  // namespace saga::pg
