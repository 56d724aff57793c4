// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "app/sagactl/options.h"
#include "backend/attach/routing.h"
#include "backend/services/rollback.h"

namespace saga::ctl {

// Both paths of a profile, each opened when it is first needed and anew after it was lost.
class RoutingWorld {
 public:
  RoutingWorld(const attach::Profile& profile, bool read_only);

  [[nodiscard]] Result<RoutingControl*> control();
  [[nodiscard]] RollbackWorld world();
  // Why the second path cannot be used at all, where the profile has one.
  [[nodiscard]] const std::optional<Error>& second_path_error() const { return second_path_error_; }

  // Says on stderr what the journal was told late, or why it could not be.
  void tell_kept();

  [[nodiscard]] MonoTime now() const { return clock_.monotonic(); }
  // Waits for who runs or ran at `since`, when the change was asked for, and says on stderr who has not confirmed.
  [[nodiscard]] Confirmation await(const Options& options, MonoTime since,
                                   const std::function<bool(const GatewayReport&)>& has_confirmed);
  // Says on stderr who has not confirmed.
  static void tell(const Confirmation& confirmation);

 private:
  const attach::Profile& profile_;
  bool read_only_;
  SystemClock clock_;
  std::unique_ptr<RoutingControl> control_;
  std::unique_ptr<RollbackSwitch> second_path_;
  std::optional<Error> second_path_error_;
  attach::PendingRollbacks pending_;
};

// The status of a change that was to be confirmed.
[[nodiscard]] int status_of(const Confirmation& confirmation);

}  // namespace saga::ctl
