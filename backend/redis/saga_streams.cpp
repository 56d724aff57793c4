// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/redis/saga_streams.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include <nlohmann/json.hpp>

#include "backend/redis/streams.h"

namespace saga::redis {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;

constexpr milliseconds kSlice{1000};
constexpr int kAtOnce = 200;  // entries of one stream in one answer: a few hundred microseconds of the server's time

std::int64_t ms_of(TimePoint time) { return std::chrono::floor<milliseconds>(time.time_since_epoch()).count(); }

TimePoint time_of(const std::string& id) {
  std::int64_t ms = 0;
  std::from_chars(id.data(), id.data() + id.size(), ms);
  return TimePoint{milliseconds(ms)};
}

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::optional<StreamHit> hit_of(const std::string& stream, const std::string& id, const std::string& text,
                                const StreamQuestion& question) {
  const bool names_saga = text.find(question.saga) != std::string::npos;
  const bool names_order = !question.order.empty() && text.find(question.order) != std::string::npos;
  if (!names_saga && !names_order) return std::nullopt;
  StreamHit hit{stream, id, time_of(id), {}, text};
  const Json event = Json::parse(text, nullptr, false);
  // What cannot be read but names the saga is shown: a broken event is what somebody may be looking for.
  if (!event.is_object()) return names_saga ? std::optional(hit) : std::nullopt;
  hit.type = text_at(event, "eventType");
  const std::string saga = text_at(event, "sagaId");
  if (saga == question.saga) return hit;
  if (!saga.empty()) return std::nullopt;  // another saga's, that only mentions this one
  const auto payload = event.find("payload");
  const bool same_order =
      names_order && payload != event.end() && payload->is_object() && text_at(*payload, "orderId") == question.order;
  return same_order ? std::optional(hit) : std::nullopt;
}

Result<Client*> RedisSagaStreams::client() {
  if (!client_ || client_->broken()) {
    auto opened = Client::open(endpoint_);
    if (!opened) return std::unexpected(opened.error());
    client_ = std::move(*opened);
  }
  return client_.get();
}

Result<StreamHits> RedisSagaStreams::of_saga(const StreamQuestion& question) {
  const auto open = client();
  if (!open) return std::unexpected(open.error());
  const auto until = std::chrono::steady_clock::now() + bounds_.time;
  StreamHits found;
  found.streams = static_cast<int>(streams_.size());
  bool first = true;
  for (const TimeSpan& span : question.spans) {
    // Ids count milliseconds, so slices begin and end at whole ones: no entry lies in two of them.
    for (auto from = std::chrono::floor<milliseconds>(span.from); from <= span.to; from += kSlice) {
      // Between slices, so that what was looked at ends at one time in all streams. At least one is read.
      const bool enough = found.looked_at >= bounds_.entries || std::chrono::steady_clock::now() >= until;
      if ((enough && !first) || interrupted_) {
        found.stopped_at = from;
        break;
      }
      first = false;
      const TimeSpan slice{from, std::min<TimePoint>(span.to, from + kSlice - milliseconds(1))};
      if (auto read = read_slice(**open, question, slice, found); !read) return std::unexpected(read.error());
    }
    if (found.stopped_at) break;
  }
  std::ranges::sort(found.hits, [](const StreamHit& a, const StreamHit& b) {
    return std::tie(a.at, a.stream, a.id) < std::tie(b.at, b.stream, b.id);
  });
  return found;
}

struct RedisSagaStreams::Reading {
  std::string stream;
  std::string from;
};

// All streams in one go, and again those that had more than one answer takes.
Result<void> RedisSagaStreams::read_slice(Client& client, const StreamQuestion& question, const TimeSpan& slice,
                                          StreamHits& into) {
  const std::string to = std::to_string(ms_of(slice.to));
  std::vector<Reading> open;
  for (const std::string& stream : streams_) open.push_back({stream, std::to_string(ms_of(slice.from))});
  while (!open.empty() && !interrupted_) {
    std::vector<Command> commands;
    commands.reserve(open.size());
    for (const Reading& reading : open) {
      commands.push_back({"XRANGE", reading.stream, reading.from, to, "COUNT", std::to_string(kAtOnce)});
    }
    const auto replies = client.pipeline(commands);
    if (!replies) return std::unexpected(replies.error());
    std::vector<Reading> further;
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto entries = parse_entries((*replies)[i], open[i].stream);
      if (!entries) return std::unexpected(entries.error());
      into.looked_at += static_cast<std::int64_t>(entries->size());
      for (const StreamEntry& entry : *entries) {
        const std::string* text = entry.field("event");
        if (text == nullptr) continue;
        if (auto hit = hit_of(entry.stream, entry.id, *text, question)) into.hits.push_back(std::move(*hit));
      }
      if (entries->size() == kAtOnce) further.push_back({open[i].stream, "(" + entries->back().id});
    }
    open = std::move(further);
  }
  return {};
}

}  // namespace saga::redis
