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

Result<void> add_together(Client& client, std::span<const Command> additions) {
  if (additions.empty()) return {};
  std::vector<Command> commands;
  commands.reserve(additions.size() + 2);
  const bool several = additions.size() > 1;
  if (several) commands.push_back({"MULTI"});
  commands.insert(commands.end(), additions.begin(), additions.end());
  if (several) commands.push_back({"EXEC"});
  const auto replies = client.pipeline(commands);
  if (!replies) return std::unexpected(replies.error());
  const auto failed = [](const std::vector<Reply>& all) -> const Reply::ErrorText* {
    for (const Reply& reply : all) {
      if (reply.error() != nullptr) return reply.error();
    }
    return nullptr;
  };
  if (const auto* error = failed(*replies)) return std::unexpected(error_of(*error));
  if (!several) return {};
  const auto* added = replies->back().array();
  if (added == nullptr) return std::unexpected(Error{ErrorKind::Internal, "Redis did not execute what was queued."});
  if (const auto* error = failed(*added)) return std::unexpected(error_of(*error));
  return {};
}

Result<bool> ensure_group(Client& client, std::string_view stream, std::string_view group) {
  const auto made =
      expect_ok(client.call({"XGROUP", "CREATE", std::string(stream), std::string(group), "0", "MKSTREAM"}));
  if (made) return true;
  if (made.error().code == "BUSYGROUP") return false;
  return std::unexpected(made.error());
}

}  // namespace saga::redis
