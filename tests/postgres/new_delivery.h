// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/domain/dead_letter.h"
#include "tests/postgres/saga_database.h"

namespace saga::test {

// A delivery as a test wants it; what is left out does not matter to it.
struct NewDelivery {
  std::string target = "crm";
  std::string event_type = "PaymentCompleted";
  std::string status = "DEAD_LETTER";
  int generation = 1;
  std::string error = "HTTP 503: overloaded";
  std::string payload = R"({"paymentId":"p-1"})";
  int age_seconds = 10;    // since it died
  std::string event = {};  // its id; a new one if empty
};

DeliveryId insert(SagaDatabase& database, const NewDelivery& delivery);

}  // namespace saga::test
