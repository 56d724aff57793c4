// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json.h"
#include "app/sagactl/text.h"
#include "backend/attach/endpoints.h"
#include "backend/postgres/migrations.h"

namespace saga::ctl {
namespace {

int print(const Options& options, const pg::InstallReport& report) {
  Json document{{"dry_run", report.dry_run}, {"migrations", Json::array()}, {"schemas", Json::array()}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& migration : report.migrations) {
    document["migrations"].push_back(
        {{"schema", migration.schema}, {"version", migration.version}, {"name", migration.name}});
    rows.push_back({migration.schema, std::to_string(migration.version), migration.name});
  }
  for (const auto& schema : report.schemas) {
    document["schemas"].push_back({{"schema", schema.schema}, {"before", schema.before}, {"after", schema.after}});
  }
  if (options.json) {
    fmt::print("{}", dump(document));
  } else if (rows.empty()) {
    fmt::print("Everything is up to date.\n");
  } else {
    fmt::print("{}:\n{}", report.dry_run ? "Would apply" : "Applied", table({"SCHEMA", "VERSION", "MIGRATION"}, rows));
  }
  return kDone;
}

}  // namespace

int install(const Options& options, const attach::Profile& profile) {
  attach::PostgresPart part = profile.postgres;
  if (!options.user.empty()) part.user = options.user;
  const auto conninfo = attach::conninfo_of(part);
  if (!conninfo) return fail(options, conninfo.error(), kCannotConnect);
  // Without a statement timeout: a migration takes as long as it takes.
  const auto session =
      pg::Session::open({.conninfo = *conninfo, .read_only = options.dry_run, .application_name = "sagactl install"});
  if (!session) return fail(options, session.error(), kCannotConnect);
  const std::vector<std::string> schemas = options.domains ? pg::contract_schemas() : std::vector<std::string>{"saga"};
  const auto report = pg::install(**session, schemas, options.dry_run);
  if (report) return print(options, *report);
  // A schema that is newer, or was changed, is left alone: that is a rule, not a failure.
  const bool refused = report.error().kind == ErrorKind::Incompatible;
  return fail(options, report.error(), refused ? static_cast<int>(kRefused) : status_of(report.error()));
}

}  // namespace saga::ctl
