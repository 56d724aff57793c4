// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/gone_consumers.h"

#include <string>

namespace saga::payment {
namespace {

// XINFO answers flat lists of names and values; later releases of Redis append to them.
constexpr const char* kScript = R"(
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local function fields(list)
  local map = {}
  for i = 1, #list, 2 do map[list[i]] = list[i + 1] end
  return map
end
local removed = 0
for _, g in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = fields(g).name
  for _, c in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], group)) do
    local consumer = fields(c)
    if consumer.pending == 0 and consumer.idle > tonumber(ARGV[1]) then
      redis.call('XGROUP', 'DELCONSUMER', KEYS[1], group, consumer.name)
      removed = removed + 1
    end
  end
end
return removed)";

}  // namespace

Result<std::int64_t> remove_gone_consumers(redis::Client& client, std::string_view stream,
                                           std::chrono::milliseconds idle) {
  return redis::expect_integer(client.call({"EVAL", kScript, "1", std::string(stream), std::to_string(idle.count())}));
}

}  // namespace saga::payment
