// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json.h"
#include "app/sagactl/text.h"
#include "backend/attach/endpoints.h"
#include "backend/payment/topics.h"
#include "backend/redis/client.h"
#include "backend/redis/streams.h"

namespace saga::ctl {
namespace {

constexpr int kAtOnce = 100;
constexpr std::chrono::milliseconds kBlock{1000};

// "$" would be resolved anew by every read, and lose what came between two of them.
Result<std::string> newest_id(redis::Client& client, const std::string& stream) {
  const auto reply = redis::expect_ok(client.call({"XREVRANGE", stream, "+", "-", "COUNT", "1"}));
  if (!reply) return std::unexpected(reply.error());
  const auto entries = redis::parse_entries(*reply, stream);
  if (!entries) return std::unexpected(entries.error());
  return entries->empty() ? "0-0" : entries->front().id;
}

std::string text_at(const Json& event, const char* key) {
  const auto found = event.find(key);
  return found != event.end() && found->is_string() ? found->get<std::string>() : "";
}

void print(const Options& options, const redis::StreamEntry& entry) {
  const std::string* text = entry.field("event");
  const Json event = text != nullptr ? Json::parse(*text, nullptr, false) : Json();
  const bool readable = event.is_object();
  if (options.json) {
    Json document{{"stream", entry.stream}, {"id", entry.id}, {"event", readable ? event : Json()}};
    if (!readable) {
      for (const auto& [name, value] : entry.fields) document["fields"][name] = value;
    }
    // One line an event, in ASCII: text from outside can then do nothing to a terminal.
    fmt::print("{}\n", document.dump(-1, ' ', true, Json::error_handler_t::replace));
  } else {
    const std::string payload = readable && event.contains("payload")
                                    ? event["payload"].dump(-1, ' ', false, Json::error_handler_t::replace)
                                    : (text != nullptr ? *text : "");
    fmt::print("{}  {}  {}  {}\n", entry.id, printable(entry.stream),
               readable ? printable(text_at(event, "sagaId").empty() ? "-" : text_at(event, "sagaId")) : "-",
               printable(payload));
  }
}

}  // namespace

int tail_events(const Options& options, const attach::Profile& profile) {
  if (!profile.redis) {
    return fail(options, Error{ErrorKind::Invalid, "The profile has no Redis, so there are no streams to read."},
                kUsage);
  }
  const auto endpoint = attach::endpoint_of(*profile.redis);
  if (!endpoint) return fail(options, endpoint.error(), kCannotConnect);
  const auto client = redis::Client::open(*endpoint);
  if (!client) return fail(options, client.error(), kCannotConnect);
  const auto topics = options.topics.empty() ? payment::all_topics() : options.topics;
  std::vector<std::string> ids;
  for (const std::string& topic : topics) {
    auto id = options.from_beginning ? Result<std::string>("0-0") : newest_id(**client, topic);
    if (!id) return fail(options, id.error(), status_of(id.error()));
    ids.push_back(std::move(*id));
  }
  fmt::print(stderr, "Reading {} stream(s).\n", topics.size());
  std::int64_t printed = 0;
  for (;;) {
    const auto reply = redis::expect_ok(
        (*client)->call_blocking(redis::xread_command(topics, ids, kAtOnce, kBlock), kBlock + endpoint->timeout));
    if (!reply) return fail(options, reply.error(), status_of(reply.error()));
    const auto entries = redis::parse_streams(*reply);
    if (!entries) return fail(options, entries.error(), kUnexpected);
    for (const redis::StreamEntry& entry : *entries) {
      for (std::size_t i = 0; i < topics.size(); ++i) {
        if (topics[i] == entry.stream) ids[i] = entry.id;
      }
      print(options, entry);
      if (options.count > 0 && ++printed >= options.count) return kDone;
    }
    // A reader that went away ends it, also when nothing of ours was written since.
    if (std::fflush(stdout) != 0) return kDone;
  }
}

}  // namespace saga::ctl
