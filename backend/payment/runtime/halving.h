// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "backend/outcome/error.h"
#include "backend/payment/metrics/instruments.h"

namespace saga::payment {

// Whether the database itself is gone: then no part of a batch would fare better.
[[nodiscard]] inline bool out_of_reach(const Error& error) {
  return error.kind == ErrorKind::Connection || error.kind == ErrorKind::InDoubt;
}

// Does a batch as one; if that fails, its halves, down to the single item, which is then given up. One bad item
// costs the others time, never their result. An Error only if the database is out of reach. `halvings` counts.
template <class Item, class TryAll, class GiveUp>
[[nodiscard]] Result<void> halve(std::span<Item> batch, TryAll& try_all, GiveUp& give_up, Counter& halvings) {
  if (batch.empty()) return {};
  const Result<void> done = try_all(batch);
  if (done || out_of_reach(done.error())) return done;
  if (batch.size() == 1) {
    give_up(batch.front(), done.error());
    return {};
  }
  halvings.add();
  const std::size_t half = batch.size() / 2;
  if (auto first = halve(batch.first(half), try_all, give_up, halvings); !first) return first;
  return halve(batch.subspan(half), try_all, give_up, halvings);
}

}  // namespace saga::payment
