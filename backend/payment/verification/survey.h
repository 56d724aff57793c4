// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/payment/verification/reader.h"
#include "backend/payment/verification/report.h"

namespace saga::payment {

struct VerificationOptions {
  std::optional<std::chrono::seconds> since = {};    // only what has changed within; nothing: everything
  std::vector<std::string> kinds = {};               // only these; none: all
  std::chrono::milliseconds margin{60'000};          // what changed within may still be on its way
  std::chrono::milliseconds pause{5'000};            // before each further look at what seems wrong
  int looks = 3;                                     // in all; what is wrong in each is reported
  std::size_t most = 10'000;                         // findings; with more of them it looks no further
  int window = 500;                                  // orders read at once; what is cheaper is read in larger windows
  std::chrono::milliseconds prepared_after{60'000};  // older prepared transactions are nobody's
  std::chrono::milliseconds outbox_after{600'000};   // so long no event waits where there is a publisher
};

// What all surveys of a run share.
struct Scope {
  const VerificationOptions& options;
  std::optional<WallTime> since = {};
};

// Some keys to look at. Not `more`: the walk is at its end.
struct Window {
  std::vector<std::string> keys = {};
  bool more = true;
  std::int64_t walked = 0;  // subjects that the walk itself has found in order, beside the keys
};

// One walk over the books, window by window, and what is to be said about the keys of a window. An Error leaves it
// where it was: the same call can be made again. One thread.
class Survey {
 public:
  virtual ~Survey() = default;
  // Places without which it cannot walk at all.
  [[nodiscard]] virtual std::vector<Place> needs() const = 0;
  [[nodiscard]] virtual bool needs_redis() const { return false; }
  [[nodiscard]] virtual std::vector<std::string_view> kinds() const = 0;
  [[nodiscard]] virtual Result<Window> next(Reader& reader) = 0;
  // `again`: these were found wrong before; look more closely, whatever it costs.
  [[nodiscard]] virtual Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool again,
                                             Sink& sink) = 0;
};

using Surveys = std::vector<std::unique_ptr<Survey>>;

// Every order, by its claim; and those that only a domain knows.
void add_order_surveys(const Scope& scope, Surveys& surveys);
// Accounts and products with the entries and events that explain them; coupons.
void add_ledger_surveys(const Scope& scope, Surveys& surveys);
// What names a saga that is not there; what nobody has ended.
void add_orphan_surveys(const Scope& scope, Surveys& surveys);

// What is to leave the system, and what has.
void add_delivery_surveys(const Scope& scope, Surveys& surveys);

// The id below which no UUID of version 7 was made since then.
[[nodiscard]] std::string first_id_since(WallTime since);
// The first number of a table that is not older; entries are numbered as they are made, so few looks find it.
[[nodiscard]] Result<std::int64_t> first_entry_since(Snapshot& snapshot, std::string_view view, std::string_view column,
                                                     WallTime since);

}  // namespace saga::payment
