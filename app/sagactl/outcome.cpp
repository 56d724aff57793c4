// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/outcome.h"

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"

namespace saga::ctl {

ToldOutcome told(const ActionOutcome& outcome) {
  if (const auto* applied = std::get_if<Applied>(&outcome)) return {kDone, "applied", "", applied->warning};
  if (const auto* refused = std::get_if<Refused>(&outcome)) return {kRefused, "refused", refused->reason};
  if (const auto* conflict = std::get_if<Conflict>(&outcome)) return {kConflict, "conflict", conflict->reason};
  if (const auto* unknown = std::get_if<OutcomeUnknown>(&outcome)) {
    return {kUnverified, "unverified", unknown->error.message};
  }
  const Error& error = std::get<Failed>(outcome).error;
  return {status_of(error), "failed", error.message};
}

}  // namespace saga::ctl
