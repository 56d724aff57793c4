// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "backend/outcome/error.h"
#include "backend/postgres/session.h"

namespace saga::payment {

// The session of one role: opened when first needed, and anew after it was lost. Used by one thread.
class ReconnectingSession {
 public:
  using Prepare = std::function<Result<void>(pg::Session&)>;

  explicit ReconnectingSession(pg::Settings settings, Prepare prepare = {});

  // An open session on which `prepare` has run. It tries once; whoever calls decides when to try again.
  [[nodiscard]] Result<pg::Session*> get();

 private:
  pg::Settings settings_;
  Prepare prepare_;
  std::unique_ptr<pg::Session> session_;
};

}  // namespace saga::payment
