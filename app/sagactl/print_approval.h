// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>

#include "app/sagactl/options.h"
#include "backend/attach/profile.h"
#include "backend/domain/approval.h"

namespace saga::ctl {

// A line for each thing that is known of it.
void print_approval(std::FILE* to, const Approval& approval);

// sagactl jobs approvals ID: it, and every single target.
int show_approval(const Options& options, const attach::Profile& profile);

}  // namespace saga::ctl
