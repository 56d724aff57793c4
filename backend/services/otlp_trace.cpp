// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/otlp_trace.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace saga {
namespace {

using Json = nlohmann::ordered_json;

// Enums of the definition, which its JSON form writes as numbers.
enum Kind { kInternal = 1, kClient = 3 };
enum Code { kUnset = 0, kOk = 1, kError = 2 };

// FNV-1a, mixed once more: its last bytes alone would hardly reach the upper bits.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  hash = (hash ^ (hash >> 33U)) * 0xff51afd7ed558ccdULL;
  hash = (hash ^ (hash >> 33U)) * 0xc4ceb9fe1a85ec53ULL;
  hash ^= hash >> 33U;
  return hash != 0 ? hash : 1;
}

std::string span_id(std::string_view text) { return fmt::format("{:016x}", hash_of(text)); }

std::string nanos(TimePoint time) { return fmt::format("{}", time.time_since_epoch().count() * 1000); }

Json text_value(std::string_view text) { return {{"stringValue", text}}; }
Json attribute(const char* key, std::string_view value) { return {{"key", key}, {"value", text_value(value)}}; }
Json attribute(const char* key, std::int64_t value) {
  return {{"key", key}, {"value", {{"intValue", std::to_string(value)}}}};
}
Json flag(const char* key, bool value) { return {{"key", key}, {"value", {{"boolValue", value}}}}; }

// What is empty is left out, as everywhere in protobuf.
void add_text(Json& attributes, const char* key, std::string_view value) {
  if (!value.empty()) attributes.push_back(attribute(key, value));
}

struct Span {
  std::string id;
  std::string parent = {};
  std::string name;
  Kind kind = kInternal;
  TimePoint start = {};
  std::optional<TimePoint> end = {};
  Json attributes = Json::array();
  Json events = Json::array();
  Json links = Json::array();
  Code code = kUnset;
  std::string message = {};
};

Json to_json(Span span, const std::string& trace) {
  if (!span.end) span.attributes.push_back(flag("saga.open", true));
  Json json{{"traceId", trace}, {"spanId", span.id}};
  if (!span.parent.empty()) json["parentSpanId"] = span.parent;
  json["name"] = span.name;
  json["kind"] = static_cast<int>(span.kind);
  json["startTimeUnixNano"] = nanos(span.start);
  if (span.end) json["endTimeUnixNano"] = nanos(std::max(*span.end, span.start));
  json["attributes"] = std::move(span.attributes);
  if (!span.events.empty()) json["events"] = std::move(span.events);
  if (!span.links.empty()) json["links"] = std::move(span.links);
  json["status"] = Json::object();
  if (!span.message.empty()) json["status"]["message"] = span.message;
  if (span.code != kUnset) json["status"]["code"] = static_cast<int>(span.code);
  return json;
}

bool has_ended(const Saga& saga) { return saga.status == SagaStatus::Completed || saga.status == SagaStatus::Failed; }

// A saga ends with its last result; what a person does to it afterwards does not make it longer.
TimePoint end_of(const SagaDetail& detail) {
  std::optional<TimePoint> last;
  for (const StepExecution& attempt : detail.executions) {
    if (attempt.executed_at) last = last ? std::max(*last, *attempt.executed_at) : *attempt.executed_at;
  }
  return last.value_or(detail.saga.updated_at);
}

Json event(std::string_view name, TimePoint at, Json attributes) {
  return {{"timeUnixNano", nanos(at)}, {"name", name}, {"attributes", std::move(attributes)}};
}

Json events_of(const TraceParts& parts) {
  std::multimap<TimePoint, Json> in_order;
  for (const CommandRecord& command : parts.detail.commands) {
    in_order.emplace(command.requested_at,
                     event(fmt::format("operator {}", to_text(command.action)), command.requested_at,
                           Json::array({attribute("saga.command.id", command.command_id),
                                        attribute("saga.command.status", command.status)})));
  }
  for (const StoredEvent& stored : parts.events) {
    in_order.emplace(stored.at, event(stored.type, stored.at,
                                      Json::array({attribute("saga.domain", stored.domain),
                                                   attribute("saga.aggregate", stored.aggregate),
                                                   attribute("saga.sequence", stored.number)})));
  }
  Json events = Json::array();
  for (auto& [at, each] : in_order) events.push_back(std::move(each));
  return events;
}

Span root_of(const TraceParts& parts) {
  const Saga& saga = parts.detail.saga;
  Span span{.id = root_span_id(saga.id), .name = saga.type.empty() ? "saga" : saga.type, .start = saga.created_at};
  if (has_ended(saga)) span.end = end_of(parts.detail);
  span.attributes.push_back(attribute("saga.id", saga.id));
  add_text(span.attributes, "saga.type", saga.type);
  add_text(span.attributes, "saga.status", saga.raw_status);
  add_text(span.attributes, "saga.step", saga.current_step);
  add_text(span.attributes, "saga.order_id", saga.order_id.value_or(""));
  add_text(span.attributes, "saga.route", saga.route);
  span.attributes.push_back(attribute("saga.version", std::int64_t{saga.version}));
  span.attributes.push_back(attribute("saga.open_effects", std::int64_t{saga.open_effects}));
  if (saga.status == SagaStatus::Completed) span.code = kOk;
  if (saga.status == SagaStatus::Failed) {
    span.code = kError;
    const auto condition = condition_of(saga, parts.detail.server_now);
    span.message = saga.parked_reason.value_or(fmt::format("{} at {}", to_text(condition), saga.current_step));
  } else if (saga.parked_reason) {
    span.message = *saga.parked_reason;
    span.code = kError;
  }
  span.events = events_of(parts);
  return span;
}

// What a compensation undoes: the attempt that succeeded, or else the last one, which may have.
const StepExecution* undone_by(const StepExecution& compensation, const std::vector<StepExecution>& all) {
  const StepExecution* found = nullptr;
  for (const StepExecution& each : all) {
    if (each.direction != Direction::Forward || each.step_name != compensation.step_name) continue;
    if (found == nullptr || found->status != StepStatus::Success) found = &each;
  }
  return found;
}

Span span_of(const StepExecution& attempt, const SagaDetail& detail, const std::string& trace) {
  const SagaId& saga = detail.saga.id;
  const bool forward = attempt.direction == Direction::Forward;
  Span span{.id = span_id_of(saga, attempt),
            .parent = root_span_id(saga),
            .name = forward ? attempt.step_name : fmt::format("{} compensation", attempt.step_name),
            .kind = kClient,
            .start = attempt.started_at,
            .end = attempt.executed_at};
  span.attributes =
      Json::array({attribute("saga.step", attempt.step_name), attribute("saga.direction", to_text(attempt.direction)),
                   attribute("saga.attempt", std::int64_t{attempt.attempt})});
  add_text(span.attributes, "saga.result", to_text(attempt.status));
  if (attempt.status == StepStatus::Success || attempt.status == StepStatus::Compensated) span.code = kOk;
  if (attempt.status == StepStatus::Failed || !attempt.error.empty()) {
    span.code = kError;
    span.message = attempt.error;
  }
  if (!forward) {
    if (const StepExecution* undone = undone_by(attempt, detail.executions)) {
      span.links.push_back({{"traceId", trace},
                            {"spanId", span_id_of(saga, *undone)},
                            {"attributes", Json::array({attribute("saga.link", "undoes")})}});
    }
  }
  return span;
}

Span span_of(const ExternalDelivery& delivery, const SagaId& saga) {
  Span span{.id = span_id(fmt::format("{}/delivery/{}/{}", saga, delivery.event_id, delivery.target)),
            .parent = root_span_id(saga),
            .name = fmt::format("{} to {}", delivery.event_type, delivery.target),
            .kind = kClient,
            .start = delivery.created_at,
            .end = delivery.ended_at};
  span.attributes =
      Json::array({attribute("saga.event_id", delivery.event_id), attribute("saga.event_type", delivery.event_type),
                   attribute("saga.target", delivery.target), attribute("saga.delivery.status", delivery.status),
                   attribute("saga.delivery.retries", std::int64_t{delivery.retry_count}),
                   attribute("saga.delivery.generation", std::int64_t{delivery.generation})});
  if (delivery.status == "SENT") {
    span.code = kOk;
  } else if (delivery.status == "DEAD_LETTER" || delivery.status == "FAILED") {
    span.code = kError;
    span.message = delivery.error;
  }
  return span;
}

}  // namespace

std::string otlp_trace_id(const Saga& saga) {
  const auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (saga.trace_id.size() == 32 && std::ranges::all_of(saga.trace_id, hex) &&
      saga.trace_id.find_first_not_of('0') != std::string::npos) {
    return saga.trace_id;
  }
  return span_id("trace/" + saga.id) + span_id(saga.id + "/trace");
}

std::string root_span_id(const SagaId& saga) { return span_id(saga); }

std::string span_id_of(const SagaId& saga, const StepExecution& attempt) {
  return span_id(fmt::format("{}/{}/{}/{}", saga, attempt.step_name, to_text(attempt.direction), attempt.attempt));
}

Json otlp_trace(const TraceParts& parts) {
  const std::string trace = otlp_trace_id(parts.detail.saga);
  Json spans = Json::array();
  spans.push_back(to_json(root_of(parts), trace));
  for (const StepExecution& attempt : parts.detail.executions) {
    spans.push_back(to_json(span_of(attempt, parts.detail, trace), trace));
  }
  for (const ExternalDelivery& delivery : parts.deliveries) {
    spans.push_back(to_json(span_of(delivery, parts.detail.saga.id), trace));
  }
  const Json scope_spans{{"scope", {{"name", "saga-console"}}}, {"spans", std::move(spans)}};
  const Json resource{{"attributes", Json::array({attribute("service.name", "payment-sagad")})}};
  return {{"resourceSpans", Json::array({Json{{"resource", resource}, {"scopeSpans", Json::array({scope_spans})}}})}};
}

}  // namespace saga
