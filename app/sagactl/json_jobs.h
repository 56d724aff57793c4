// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sagactl/json.h"
#include "backend/domain/approval.h"
#include "backend/ports/approval_targets.h"
#include "backend/ports/job_board.h"

namespace saga::ctl {

[[nodiscard]] Json to_json(const Job& job);
[[nodiscard]] Json to_json(const JobItem& item);
[[nodiscard]] Json to_json(const JobPreviewPart& part);
[[nodiscard]] Json to_json(const Approval& approval);
[[nodiscard]] Json to_json(const ApprovalRule& rule);
[[nodiscard]] Json to_json(const ApprovalTarget& target);

}  // namespace saga::ctl
