// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/payment/load/in_flight.h"
#include "backend/payment/load/load_options.h"

namespace saga::payment {

[[nodiscard]] std::string report_text(const LoadResult& result);
[[nodiscard]] std::string report_json(const LoadResult& result, const LoadOptions& options);

}  // namespace saga::payment
