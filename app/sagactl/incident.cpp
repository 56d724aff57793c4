// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json.h"
#include "app/sagactl/text.h"
#include "backend/attach/connect.h"
#include "backend/services/incident_bundle.h"

namespace saga::ctl {

int export_incident(const Options& options, const attach::Profile& profile) {
  auto side = attach::connectors(profile, "sagactl").read();
  if (!side) return fail(options, side.error(), status_of(side.error()));
  const TimePoint now = SystemClock().now();
  const Incident incident{
      .system = profile.name, .from = now - *options.since, .to = now - options.until, .asked = now};
  const auto bundle = IncidentBundle::create(options.out, incident);
  if (!bundle) return fail(options, bundle.error(), status_of(bundle.error()));
  ExportProgress progress;
  while (!progress.complete) {
    const auto written = (*bundle)->write_next(side->readers);
    if (!written) return fail(options, written.error(), status_of(written.error()));
    progress = *written;
  }
  if (options.json) {
    fmt::print("{}", dump(Json{{"file", options.out},
                               {"rows", progress.rows},
                               {"from", iso_time(incident.from)},
                               {"to", iso_time(incident.to)}}));
  } else {
    fmt::print("{} rows written to {}.\n", progress.rows, printable(options.out));
  }
  return kDone;
}

}  // namespace saga::ctl
