// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/parking.h"

#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saga::payment {
namespace {

std::string dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool is_utf8(const std::string& text) {
  return nlohmann::json::parse(dump(text)).get_ref<const std::string&>() == text;
}

}  // namespace

std::string parked_text(std::string_view group, const redis::StreamEntry& entry, std::string_view why) {
  nlohmann::json parked{{"deliveryId", entry.stream + "/" + entry.id}, {"target", group}, {"error", why}};
  const auto keep = [&](const std::string& name, const std::string& value) {
    if (is_utf8(value)) {
      parked[name] = value;
      return;
    }
    std::string hex;
    for (const char c : value) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    parked[name + "Hex"] = hex;
  };
  if (const std::string* event = entry.field("event")) {
    keep("event", *event);
  } else {
    // Somebody else's entry: all of it is kept.
    std::string all;
    for (const auto& [name, value] : entry.fields) all += fmt::format("{}={}\n", name, value);
    keep("fields", all);
  }
  return dump(parked);
}

Result<void> park_entry(redis::Client& client, std::string_view group, const redis::StreamEntry& entry,
                        std::string_view why) {
  const std::vector<redis::Command> commands{{"MULTI"},
                                             {"LPUSH", "dead-letter:" + entry.stream, parked_text(group, entry, why)},
                                             redis::xack_command(entry.stream, group, {entry.id}),
                                             {"EXEC"}};
  auto replies = client.pipeline(commands);
  if (!replies) return std::unexpected(replies.error());
  for (const redis::Reply& reply : *replies) {
    if (const auto* error = reply.error()) return std::unexpected(redis::error_of(*error));
  }
  return {};
}

}  // namespace saga::payment
