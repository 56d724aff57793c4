// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/json_dead_letters.h"

#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

Json or_null(const std::optional<TimePoint>& time) { return time ? Json(iso_time(*time)) : Json(); }

Json unless_empty(std::string_view text) { return text.empty() ? Json() : Json(text); }

}  // namespace

Json to_json(const DeadLetter& letter, bool with_payload) {
  Json json{{"id", letter.id},
            {"queue", letter.queue},
            {"target", letter.target},
            {"event_type", letter.event_type},
            {"saga_id", unless_empty(letter.saga_id)},
            {"order_key", letter.order_key},
            {"status", letter.raw_status},
            {"generation", letter.generation},
            {"retry_count", letter.retry_count},
            {"error", unless_empty(letter.error)},
            {"signature", letter.signature},
            {"died_at", or_null(letter.died_at)},
            {"occurred_at", iso_time(letter.occurred_at)},
            {"created_at", iso_time(letter.created_at)},
            {"last_attempt_at", or_null(letter.last_attempt_at)},
            {"sent_at", or_null(letter.sent_at)}};
  if (with_payload) {
    json["payload"] = letter.payload;
    json["payload_length"] = letter.payload_length;
  }
  return json;
}

Json to_json(const PlacedLetter& placed, bool with_payload) {
  Json json{{"index", placed.index}, {"stale", placed.stale}};
  if (placed.letter) {
    json.update(to_json(*placed.letter, with_payload));
  } else {
    json["id"] = Json();
  }
  return json;
}

Json to_json(const LetterGroup& group) {
  return Json{{"signature", group.signature}, {"target", group.target},           {"error", group.error},
              {"letters", group.letters},     {"oldest", iso_time(group.oldest)}, {"newest", iso_time(group.newest)},
              {"sample", group.sample}};
}

Json to_json(const LetterRecord& record) {
  return Json{{"status", to_text(record.status)},
              {"generation", record.generation},
              {"action", record.action ? Json(*record.action) : Json()},
              {"action_generation", record.action ? Json(record.action_generation) : Json()},
              {"requested_by", unless_empty(record.requested_by)},
              {"reason", unless_empty(record.reason)},
              {"requested_at", or_null(record.requested_at)}};
}

}  // namespace saga::ctl
