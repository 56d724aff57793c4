// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/domain/dead_letter.h"
#include "backend/outcome/error.h"

namespace saga {

// An entry of a list of dead letters. Of it only its name is believed: the rest is read where the truth is.
struct ListedLetter {
  std::int64_t index = 0;  // 0 is the newest
  DeliveryId id = {};      // empty: the entry cannot be read
  int generation = 0;
  friend bool operator==(const ListedLetter&, const ListedLetter&) = default;
};

// The lists dead-letter:<topic> in Redis, read only. They follow the truth within a second. One thread.
class DeadLetterLists {
 public:
  virtual ~DeadLetterLists() = default;
  // Of each queue, in their order; 0 for one that does not exist.
  virtual Result<std::vector<std::int64_t>> lengths(const std::vector<std::string>& queues) = 0;
  virtual Result<std::vector<ListedLetter>> entries(const std::string& queue, std::int64_t from, int count) = 0;
};

}  // namespace saga
