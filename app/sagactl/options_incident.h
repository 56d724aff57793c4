// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include "app/sagactl/options.h"

namespace saga::ctl {

void add_incident(CLI::App& app, Options& options);

}  // namespace saga::ctl
