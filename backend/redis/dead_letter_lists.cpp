// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/redis/dead_letter_lists.h"

#include <nlohmann/json.hpp>

namespace saga::redis {

ListedLetter listed_letter_from(std::string_view entry, std::int64_t index) {
  ListedLetter letter{.index = index};
  const auto json = nlohmann::json::parse(entry, nullptr, false);
  if (!json.is_object()) return letter;
  const auto id = json.find("deliveryId");
  const auto generation = json.find("generation");
  if (id == json.end() || !id->is_string() || generation == json.end() || !generation->is_number_integer()) {
    return letter;
  }
  letter.id = delivery_id_from(id->get_ref<const std::string&>()).value_or("");
  letter.generation = generation->get<int>();
  return letter;
}

Result<Client*> RedisDeadLetterLists::client() {
  if (!client_ || client_->broken()) {
    auto opened = Client::open(endpoint_);
    if (!opened) return std::unexpected(opened.error());
    client_ = std::move(*opened);
  }
  return client_.get();
}

Result<std::vector<std::int64_t>> RedisDeadLetterLists::lengths(const std::vector<std::string>& queues) {
  const auto open = client();
  if (!open) return std::unexpected(open.error());
  std::vector<Command> commands;
  for (const std::string& queue : queues) commands.push_back({"LLEN", queue});
  const auto replies = (*open)->pipeline(commands);
  if (!replies) return std::unexpected(replies.error());
  std::vector<std::int64_t> lengths;
  for (const Reply& reply : *replies) {
    const auto length = expect_integer(expect_ok(reply));
    if (!length) return std::unexpected(length.error());
    lengths.push_back(*length);
  }
  return lengths;
}

Result<std::vector<ListedLetter>> RedisDeadLetterLists::entries(const std::string& queue, std::int64_t from,
                                                                int count) {
  const auto open = client();
  if (!open) return std::unexpected(open.error());
  const auto reply =
      expect_ok((*open)->call({"LRANGE", queue, std::to_string(from), std::to_string(from + count - 1)}));
  if (!reply) return std::unexpected(reply.error());
  std::vector<ListedLetter> letters;
  if (const auto* items = reply->array()) {
    for (const Reply& item : *items) {
      const std::string* text = item.text();
      letters.push_back(listed_letter_from(text != nullptr ? *text : std::string(), from++));
    }
  }
  return letters;
}

}  // namespace saga::redis
