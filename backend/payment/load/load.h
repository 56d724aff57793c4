// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

#include "backend/payment/load/in_flight.h"
#include "backend/payment/load/load_options.h"
#include "backend/payment/runtime/config.h"

namespace saga::payment {

// Seeds what is missing, then places orders and has them paid, until it is time to end or `stop` asks for it; then
// waits for the last ends. An outage of a server makes it wait, not fail; an Error only before the first payment.
// `say` gets a line for people now and then; any thread of the run may call it.
[[nodiscard]] Result<LoadResult> run_load(const Config& config, const LoadOptions& options, const std::stop_token& stop,
                                          const std::function<void(std::string_view)>& say);

}  // namespace saga::payment
