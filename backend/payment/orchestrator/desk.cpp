// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/desk.h"

#include <fmt/format.h>

#include "backend/payment/metrics/names.h"
#include "backend/payment/orchestrator/reply_handler.h"

namespace saga::payment {

Desk::Desk(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease, Metrics& metrics,
           std::string_view name, ReconnectingSession::Prepare prepare)
    : policy_(policy_of(config)),
      clock_(clock),
      lease_(std::move(lease)),
      limit_(config.batch.orchestrator),
      meter_(metrics),
      halvings_(metrics.counter(kHalvings, {{"role", "orchestrator"}})),
      sender_(config.redis),
      session_(pg::Settings{.conninfo = config.saga_conninfo,
                            .statement_timeout = std::chrono::seconds(10),
                            .application_name = fmt::format("payment-sagad {} {}", config.instance, name)},
               std::move(prepare)) {}

Result<pg::Session*> Desk::ready() {
  if (auto answers = sender_.ready(); !answers) return std::unexpected(answers.error());
  auto session = session_.get();
  if (!session) return std::unexpected(session.error());
  return *session;
}

}  // namespace saga::payment
