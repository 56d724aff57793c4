// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "backend/payment/verification/report.h"
#include "backend/postgres/session.h"

namespace saga::payment {

// Keeps a report in the saga database, for those who look later; its number. Needs the role saga_operator, or that of
// payment-sagad. `by` says on whose behalf, beside the user of the session.
[[nodiscard]] Result<std::int64_t> keep_report(pg::Session& session, const VerificationReport& report,
                                               std::string_view by);

struct LastRuns {
  WallTime now;  // the server's
  std::optional<WallTime> any = {};
  std::optional<WallTime> complete = {};  // that left nothing unread
  std::optional<WallTime> full = {};      // of everything, not only of what had changed
};
[[nodiscard]] Result<LastRuns> last_runs(pg::Session& session);

}  // namespace saga::payment
