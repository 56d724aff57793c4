// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/redis/streams.h"

#include <algorithm>
#include <string>

namespace saga::redis {

const std::string* StreamEntry::field(std::string_view name) const {
  const auto found = std::ranges::find_if(fields, [&](const auto& field) { return field.first == name; });
  return found == fields.end() ? nullptr : &found->second;
}

Command xadd_command(std::string_view stream, std::string_view field, std::string_view value, std::string_view id) {
  return {"XADD", std::string(stream), std::string(id), std::string(field), std::string(value)};
}

Command xread_command(const std::vector<std::string>& streams, const std::vector<std::string>& ids, int count,
                      std::chrono::milliseconds block) {
  // BLOCK 0 would wait for ever.
  Command command{
      "XREAD",  "COUNT", std::to_string(count), "BLOCK", std::to_string(std::max<std::int64_t>(1, block.count())),
      "STREAMS"};
  command.insert(command.end(), streams.begin(), streams.end());
  command.insert(command.end(), ids.begin(), ids.end());
  return command;
}

Command xreadgroup_command(std::string_view group, std::string_view consumer, const std::vector<std::string>& streams,
                           int count, std::chrono::milliseconds block, std::string_view id) {
  Command command{"XREADGROUP", "GROUP", std::string(group), std::string(consumer), "COUNT", std::to_string(count)};
  if (block.count() >= 0) {
    command.push_back("BLOCK");
    command.push_back(std::to_string(std::max<std::int64_t>(1, block.count())));
  }
  command.push_back("STREAMS");
  command.insert(command.end(), streams.begin(), streams.end());
  command.insert(command.end(), streams.size(), std::string(id));
  return command;
}

Command xack_command(std::string_view stream, std::string_view group, const std::vector<std::string>& ids) {
  Command command{"XACK", std::string(stream), std::string(group)};
  command.insert(command.end(), ids.begin(), ids.end());
  return command;
}

Command xautoclaim_command(std::string_view stream, std::string_view group, std::string_view consumer,
                           std::chrono::milliseconds min_idle, std::string_view from, int count) {
  return {"XAUTOCLAIM",
          std::string(stream),
          std::string(group),
          std::string(consumer),
          std::to_string(min_idle.count()),
          std::string(from),
          "COUNT",
          std::to_string(count)};
}

Result<void> ensure_group(Client& client, std::string_view stream, std::string_view group) {
  const auto made =
      expect_ok(client.call({"XGROUP", "CREATE", std::string(stream), std::string(group), "0", "MKSTREAM"}));
  if (made || made.error().code == "BUSYGROUP") return {};
  return std::unexpected(made.error());
}

}  // namespace saga::redis
