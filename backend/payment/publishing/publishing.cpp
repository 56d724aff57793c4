// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/publishing.h"

#include <string>

#include <spdlog/spdlog.h>

#include "backend/payment/publishing/dead_letter_list.h"
#include "backend/payment/publishing/deliverer.h"
#include "backend/payment/publishing/outbox_mover.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

// How soon a thread with nothing to do looks again.
constexpr milliseconds kMover{100};
constexpr milliseconds kDeliverer{100};
constexpr milliseconds kList{250};

}  // namespace

std::vector<std::unique_ptr<Loop>> start_publishing(const Config& config, const Clock& clock,
                                                    const std::shared_ptr<Lease>& lease, Metrics& metrics) {
  std::vector<std::unique_ptr<Loop>> loops;
  if (config.external.targets.empty()) return loops;
  for (const Role domain : {Role::Orders, Role::Balances, Role::Products, Role::Payments}) {
    const std::string schema(to_text(domain));
    auto mover = std::make_shared<OutboxMover>(config, schema, clock, lease);
    loops.push_back(std::make_unique<Loop>("outbox-" + schema, kMover, [mover] { return mover->tick(); }));
  }
  for (const auto& [target, where] : config.external.targets) {
    if (where.url.empty()) {
      spdlog::warn("event=target-without-url target={} consequence=\"its deliveries wait until it has one\"", target);
    }
    auto deliverer = std::make_shared<Deliverer>(config, target, clock, lease, metrics);
    loops.push_back(std::make_unique<Loop>("to-" + target, kDeliverer, [deliverer] { return deliverer->tick(); }));
  }
  auto list = std::make_shared<DeadLetterList>(config, lease);
  loops.push_back(std::make_unique<Loop>("dead-letters", kList, [list] { return list->tick(); }));
  return loops;
}

}  // namespace saga::payment
