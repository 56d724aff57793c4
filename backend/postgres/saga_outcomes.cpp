// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_outcomes.h"

namespace saga::pg {

ActionOutcome outcome_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::InDoubt: return OutcomeUnknown{error};
    case ErrorKind::Permission: return Refused{error.message + "; it needs the role saga_operator"};
    case ErrorKind::Connection:
    case ErrorKind::Timeout:
    case ErrorKind::Conflict:
    case ErrorKind::Invalid:
    case ErrorKind::Incompatible:
    case ErrorKind::Internal: return Failed{error};
  }
  return Failed{error};
}

void add_warning(ActionOutcome& outcome, const Error& error) {
  const std::string warning = "The journal's position could not be kept on this machine: " + error.message;
  if (auto* applied = std::get_if<Applied>(&outcome)) applied->warning = warning;
  if (auto* refused = std::get_if<Refused>(&outcome)) refused->reason += ". " + warning;
  if (auto* conflict = std::get_if<Conflict>(&outcome)) conflict->reason += ". " + warning;
}

}  // namespace saga::pg
