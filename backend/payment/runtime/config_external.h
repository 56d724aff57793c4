// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/toml_table.h"

namespace saga::payment {

// The table [external] with one table for each target, if it is there.
void read_external(TomlTable& root, ExternalSettings& external);

}  // namespace saga::payment
