// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/payment/publishing/delivery.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/lease.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/redis/client.h"

namespace saga::payment {

// Keeps the Redis lists dead-letter:<topic> as PostgreSQL says: pushes what died, and takes out what is dead no more
// because it was replayed. An entry is JSON with deliveryId, target, generation, diedAt, error and event (the text that
// was to be sent). Beside each list a hash dead-letters-listed:<topic> keeps the entry of each delivery, so that a
// death is pushed once however often it is tried, and an entry found without a search. Lists that Redis has lost are
// built again. One thread ticks.
class DeadLetterList {
 public:
  DeadLetterList(const Config& config, std::shared_ptr<Lease> lease);

  // True: there may be more.
  [[nodiscard]] Result<bool> tick();

 private:
  [[nodiscard]] Result<redis::Client*> client();

  redis::Endpoint endpoint_;
  std::shared_ptr<Lease> lease_;
  ReconnectingSession session_;
  std::unique_ptr<redis::Client> client_;
};

[[nodiscard]] std::string dead_letter_key(std::string_view event_type);  // "dead-letter:payment.completed"
[[nodiscard]] std::string dead_letter_index_key(std::string_view event_type);

struct DeadLetter {
  OpenDelivery delivery = {};
  std::string target = {};
  std::string error = {};
  std::string died_at = {};
};
[[nodiscard]] std::string entry_text(const DeadLetter& letter);

}  // namespace saga::payment
