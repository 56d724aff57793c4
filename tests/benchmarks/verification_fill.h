// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

#include "tests/benchmarks/bench_servers.h"

namespace saga::bench {

// Fills the databases of make_databases(database) with `sagas` finished payments of the last `days` days and all that
// they left in the domains: claims, steps, orders, entries, payments, events, kept replies. One of 33 was compensated
// after its debit. The books are consistent. Beside what payment-load makes: users, products and orders of its own.
// Returns how long it took.
[[nodiscard]] Result<std::chrono::milliseconds> fill_books(const BenchServers& servers, const std::string& database,
                                                           std::int64_t sagas, int days);

}  // namespace saga::bench
