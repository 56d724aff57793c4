// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/event.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <random>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace saga::payment {
namespace {

using std::chrono::floor;

// Ids must not collide between processes that start at the same moment, so the seed comes from the system.
std::uint64_t random_bits() {
  thread_local std::mt19937_64 engine = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device(), device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return engine();
}

std::string iso(WallTime at) {
  const auto seconds = floor<std::chrono::seconds>(at);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                     (at - seconds).count());
}

bool number(std::string_view text, std::size_t at, std::size_t size, int& value) {
  const char* first = text.data() + at;
  const auto [end, error] = std::from_chars(first, first + size, value);
  return error == std::errc{} && end == first + size;
}

// Our own writers always send microseconds and Z; anything else is refused rather than guessed.
bool from_iso(std::string_view text, WallTime& out) {
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, us = 0;
  if (text.size() != 27 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != '.' || text[26] != 'Z') {
    return false;
  }
  if (!number(text, 0, 4, y) || !number(text, 5, 2, mo) || !number(text, 8, 2, d) || !number(text, 11, 2, h) ||
      !number(text, 14, 2, mi) || !number(text, 17, 2, s) || !number(text, 20, 6, us)) {
    return false;
  }
  const std::chrono::year_month_day date{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(mo)},
                                         std::chrono::day{static_cast<unsigned>(d)}};
  if (!date.ok() || h > 23 || mi > 59 || s > 60) return false;
  out = std::chrono::sys_days{date} + std::chrono::hours{h} + std::chrono::minutes{mi} + std::chrono::seconds{s} +
        std::chrono::microseconds{us};
  return true;
}

}  // namespace

std::string encode(const Event& event) {
  const nlohmann::json json{{"eventId", event.event_id},        {"eventType", event.event_type},
                            {"sagaId", event.saga_id},          {"correlationId", event.correlation_id},
                            {"traceparent", event.traceparent}, {"occurredAt", iso(event.occurred_at)},
                            {"payload", event.payload}};
  // Broken UTF-8 in a foreign text must not stop an event: it is replaced, visibly.
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<Event> decode(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::unexpected(Error{ErrorKind::Invalid, "the event is not a JSON object"});
  Event event;
  const std::array<std::pair<const char*, std::string*>, 5> texts{{{"eventId", &event.event_id},
                                                                   {"eventType", &event.event_type},
                                                                   {"sagaId", &event.saga_id},
                                                                   {"correlationId", &event.correlation_id},
                                                                   {"traceparent", &event.traceparent}}};
  for (const auto& [name, target] : texts) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_string()) {
      return std::unexpected(Error{ErrorKind::Invalid, fmt::format("the event has no text \"{}\"", name)});
    }
    *target = found->get<std::string>();
  }
  const auto at = json.find("occurredAt");
  if (at == json.end() || !at->is_string() || !from_iso(at->get_ref<const std::string&>(), event.occurred_at)) {
    return std::unexpected(Error{ErrorKind::Invalid, "the event's occurredAt is not a UTC time in microseconds"});
  }
  const auto payload = json.find("payload");
  if (payload == json.end() || !payload->is_object()) {
    return std::unexpected(Error{ErrorKind::Invalid, "the event has no object \"payload\""});
  }
  event.payload = *payload;
  return event;
}

std::string new_uuid_v7(WallTime at) {
  const auto ms = static_cast<std::uint64_t>(floor<std::chrono::milliseconds>(at.time_since_epoch()).count());
  const std::uint64_t a = random_bits();
  const std::uint64_t b = random_bits();
  return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", (ms >> 16) & 0xffffffffU, ms & 0xffffU, a & 0xfffU,
                     0x8000U | ((a >> 12) & 0x3fffU), b & 0xffffffffffffU);
}

std::string new_trace_id() { return fmt::format("{:016x}{:016x}", random_bits() | 1U, random_bits()); }

std::string trace_id_of(std::string_view traceparent) {
  const bool fits = traceparent.size() == 55 && traceparent[2] == '-' && traceparent[35] == '-';
  return fits ? std::string(traceparent.substr(3, 32)) : std::string();
}

std::string next_span(std::string_view traceparent) {
  const std::string trace_id = trace_id_of(traceparent);
  return trace_id.empty() ? std::string(traceparent) : traceparent_of(trace_id);
}

std::string traceparent_of(std::string_view trace_id) {
  return fmt::format("00-{}-{:016x}-01", trace_id, random_bits() | 1U);
}

}  // namespace saga::payment
