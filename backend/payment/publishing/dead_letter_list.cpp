// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/dead_letter_list.h"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backend/payment/publishing/routes.h"

namespace saga::payment {
namespace {

constexpr int kAtOnce = 200;

// What the list does not show as it is, of the shards of this epoch.
constexpr std::string_view kDifferent = R"(
select l.event_id, l.target_system, l.event_type, l.event_data, l.saga_id, l.traceparent,
       to_char(l.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), l.generation,
       coalesce(l.error_message, ''),
       to_char(coalesce(l.died_at, l.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       l.status = 'DEAD_LETTER'
  from saga.external_shard e
 cross join lateral (
   select d.* from saga.external_event_log d
    where d.target_system = e.target_system and d.shard = e.shard
      and case when d.status = 'DEAD_LETTER' then d.listed_generation < d.generation else d.listed_generation <> 0 end
    order by d.position limit $2) l
 where e.epoch = $1
 order by l.died_at, l.position limit $2)";

// ARGV: delivery id, generation and entry of each; an empty entry takes it out. The hash keeps "generation entry".
constexpr const char* kScript = R"(
for i = 1, #ARGV, 3 do
  local known = redis.call('HGET', KEYS[2], ARGV[i])
  local generation = known and tonumber(string.match(known, '^%d+')) or 0
  local stale = known and string.match(known, '^%d+ (.*)$')
  local wanted = tonumber(ARGV[i + 1])
  if ARGV[i + 2] == '' then
    if stale and generation <= wanted then
      redis.call('LREM', KEYS[1], -1, stale)
      redis.call('HDEL', KEYS[2], ARGV[i])
    end
  elseif generation < wanted then
    if stale then redis.call('LREM', KEYS[1], -1, stale) end
    redis.call('LPUSH', KEYS[1], ARGV[i + 2])
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1] .. ' ' .. ARGV[i + 2])
  end
end
return 0)";

struct Noted {
  std::vector<std::string> ids;
  std::vector<int> generations;
};

}  // namespace

std::string dead_letter_key(std::string_view event_type) {
  const ExternalRoute* route = route_of(event_type);
  return fmt::format("dead-letter:{}", route != nullptr ? route->topic : event_type);
}

std::string dead_letter_index_key(std::string_view event_type) {
  const ExternalRoute* route = route_of(event_type);
  return fmt::format("dead-letters-listed:{}", route != nullptr ? route->topic : event_type);
}

std::string entry_text(const DeadLetter& letter) {
  const nlohmann::ordered_json entry{{"deliveryId", delivery_id(letter.delivery.event_id, letter.target)},
                                     {"target", letter.target},
                                     {"generation", letter.delivery.generation},
                                     {"diedAt", letter.died_at},
                                     {"error", letter.error},
                                     {"event", event_text(letter.delivery)}};
  return entry.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

DeadLetterList::DeadLetterList(const Config& config, std::shared_ptr<Lease> lease)
    : endpoint_(config.redis),
      lease_(std::move(lease)),
      session_(pg::Settings{.conninfo = config.saga_conninfo,
                            .statement_timeout = std::chrono::seconds(30),
                            .application_name = fmt::format("payment-sagad {} dead letters", config.instance)}) {}

Result<redis::Client*> DeadLetterList::client() {
  if (!client_ || client_->broken()) {
    auto opened = redis::Client::open(endpoint_);
    if (!opened) return std::unexpected(opened.error());
    client_ = std::move(*opened);
  }
  return client_.get();
}

Result<bool> DeadLetterList::tick() {
  const auto epoch = lease_->epoch();
  if (!epoch) return std::unexpected(epoch.error());
  auto session = session_.get();
  if (!session) return std::unexpected(session.error());
  const auto rows = (*session)->read(kDifferent, {*epoch, kAtOnce});
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return false;
  std::map<std::string, redis::Command> scripts;  // by event type
  std::map<std::string, Noted> noted;             // by target
  std::map<std::string, Noted> about_to_lie;
  auto read = rows->each([&](const pg::Row& row) {
    const DeadLetter letter{.delivery = {.event_id = row.text(0),
                                         .event_type = row.text(2),
                                         .event_data = row.text(3),
                                         .saga_id = row.optional_text(4).value_or(""),
                                         .traceparent = row.optional_text(5).value_or(""),
                                         .order_key = {},
                                         .occurred_at = row.text(6),
                                         .generation = row.int32(7)},
                            .target = row.text(1),
                            .error = row.text(8),
                            .died_at = row.text(9)};
    const std::string& type = letter.delivery.event_type;
    const bool dead = row.boolean(10);
    redis::Command& script = scripts[type];
    if (script.empty()) script = {"EVAL", kScript, "2", dead_letter_key(type), dead_letter_index_key(type)};
    script.push_back(delivery_id(letter.delivery.event_id, letter.target));
    script.push_back(std::to_string(letter.delivery.generation));
    script.push_back(dead ? entry_text(letter) : std::string());
    noted[letter.target].ids.push_back(letter.delivery.event_id);
    noted[letter.target].generations.push_back(dead ? letter.delivery.generation : 0);
    if (!dead) return;
    about_to_lie[letter.target].ids.push_back(letter.delivery.event_id);
    about_to_lie[letter.target].generations.push_back(-letter.delivery.generation);
  });
  if (!read) return std::unexpected(read.error());
  auto redis = client();
  if (!redis) return std::unexpected(redis.error());
  const auto note = [&](const std::map<std::string, Noted>& of) -> Result<void> {
    for (const auto& [target, what] : of) {
      const auto done = (*session)->query("select saga.note_listed($1, $2, $3::uuid[], $4::int[])",
                                          {*epoch, target, what.ids, what.generations});
      if (!done) return std::unexpected(lease_->failed(done.error(), *epoch));
    }
    return {};
  };
  // What is about to lie in the list is noted first: whatever is lost from here on, it is found and taken out again.
  if (auto done = note(about_to_lie); !done) return std::unexpected(done.error());
  for (const auto& [type, script] : scripts) {
    if (auto done = redis::expect_ok((*redis)->call(script)); !done) return std::unexpected(done.error());
  }
  if (auto done = note(noted); !done) return std::unexpected(done.error());
  return rows->size() == kAtOnce;
}

}  // namespace saga::payment
