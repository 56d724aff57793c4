// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/dead_letter_lists.h"
#include "backend/redis/client.h"

namespace saga::redis {

// Reads with what +@read allows. After a lost connection it opens a new one by itself: whoever asks tries again.
class RedisDeadLetterLists final : public DeadLetterLists {
 public:
  explicit RedisDeadLetterLists(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}

  Result<std::vector<std::int64_t>> lengths(const std::vector<std::string>& queues) override;
  Result<std::vector<ListedLetter>> entries(const std::string& queue, std::int64_t from, int count) override;

 private:
  [[nodiscard]] Result<Client*> client();

  Endpoint endpoint_;
  std::unique_ptr<Client> client_;
};

// What an entry names; one that cannot be read has no id.
[[nodiscard]] ListedLetter listed_letter_from(std::string_view entry, std::int64_t index);

}  // namespace saga::redis
