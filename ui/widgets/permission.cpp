// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/permission.h"

#include <QCoreApplication>

#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Permission)
};

}  // namespace

bool PlatformStatus::* permission_of(Action action) {
  return action == Action::Retry ? &PlatformStatus::may_retry : &PlatformStatus::may_compensate;
}

std::optional<QString> closed_by_role_alone(const PlatformStatus& status, bool PlatformStatus::* may) {
  if (status.*may) return std::nullopt;
  if (status.degree == Degree::Watch && status.role.empty()) {
    return Words::tr("the contract is not installed here, this is watching only");
  }
  const QString needed =
      may == &PlatformStatus::may_approve ? QStringLiteral("saga_approver") : QStringLiteral("saga_operator");
  return status.role.empty() ? Words::tr("it needs the role %1").arg(needed)
                             : Words::tr("it needs the role %1, yours is %2").arg(needed, text(status.role));
}

std::optional<QString> closed_by_role(const PlatformStatus& status, bool PlatformStatus::* may) {
  if (auto closed = closed_by_role_alone(status, may)) return closed;
  if (status.writing == Writing::Locked) return Words::tr("writing is locked, unlock it first (Ctrl+U)");
  return std::nullopt;
}

}  // namespace saga::ui
