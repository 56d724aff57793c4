// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/otlp_definition.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string_view>

namespace saga::test {
namespace {

using Json = nlohmann::json;

enum class Type { Text, Bool, Double, Uint32, Int64Text, Fixed64Text, TraceId, SpanId, SpanKind, StatusCode, Message };

struct Field {
  std::string_view name;
  Type type;
  bool repeated = false;
  std::string_view message = {};  // of Message
};

const std::map<std::string_view, std::vector<Field>>& definition() {
  static const std::map<std::string_view, std::vector<Field>> kMessages{
      {"ExportTraceServiceRequest", {{"resourceSpans", Type::Message, true, "ResourceSpans"}}},
      {"ResourceSpans",
       {{"resource", Type::Message, false, "Resource"},
        {"scopeSpans", Type::Message, true, "ScopeSpans"},
        {"schemaUrl", Type::Text}}},
      {"Resource", {{"attributes", Type::Message, true, "KeyValue"}, {"droppedAttributesCount", Type::Uint32}}},
      {"ScopeSpans",
       {{"scope", Type::Message, false, "InstrumentationScope"},
        {"spans", Type::Message, true, "Span"},
        {"schemaUrl", Type::Text}}},
      {"InstrumentationScope",
       {{"name", Type::Text},
        {"version", Type::Text},
        {"attributes", Type::Message, true, "KeyValue"},
        {"droppedAttributesCount", Type::Uint32}}},
      {"Span",
       {{"traceId", Type::TraceId},
        {"spanId", Type::SpanId},
        {"traceState", Type::Text},
        {"parentSpanId", Type::SpanId},
        {"flags", Type::Uint32},
        {"name", Type::Text},
        {"kind", Type::SpanKind},
        {"startTimeUnixNano", Type::Fixed64Text},
        {"endTimeUnixNano", Type::Fixed64Text},
        {"attributes", Type::Message, true, "KeyValue"},
        {"droppedAttributesCount", Type::Uint32},
        {"events", Type::Message, true, "Event"},
        {"droppedEventsCount", Type::Uint32},
        {"links", Type::Message, true, "Link"},
        {"droppedLinksCount", Type::Uint32},
        {"status", Type::Message, false, "Status"}}},
      {"Event",
       {{"timeUnixNano", Type::Fixed64Text},
        {"name", Type::Text},
        {"attributes", Type::Message, true, "KeyValue"},
        {"droppedAttributesCount", Type::Uint32}}},
      {"Link",
       {{"traceId", Type::TraceId},
        {"spanId", Type::SpanId},
        {"traceState", Type::Text},
        {"attributes", Type::Message, true, "KeyValue"},
        {"droppedAttributesCount", Type::Uint32},
        {"flags", Type::Uint32}}},
      {"Status", {{"message", Type::Text}, {"code", Type::StatusCode}}},
      {"KeyValue", {{"key", Type::Text}, {"value", Type::Message, false, "AnyValue"}}},
      {"AnyValue",
       {{"stringValue", Type::Text},
        {"boolValue", Type::Bool},
        {"intValue", Type::Int64Text},
        {"doubleValue", Type::Double},
        {"arrayValue", Type::Message, false, "ArrayValue"},
        {"kvlistValue", Type::Message, false, "KeyValueList"},
        {"bytesValue", Type::Text}}},
      {"ArrayValue", {{"values", Type::Message, true, "AnyValue"}}},
      {"KeyValueList", {{"values", Type::Message, true, "KeyValue"}}},
  };
  return kMessages;
}

bool is_hex(const std::string& text, std::size_t size) {
  return text.size() == size && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

template <class Number>
bool is_number(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && std::to_string(number) == text;
}

bool is_between(const Json& value, std::int64_t low, std::int64_t high) {
  return value.is_number_integer() && value.get<std::int64_t>() >= low && value.get<std::int64_t>() <= high;
}

bool fits(const Json& value, Type type) {
  const auto text = [&] { return value.is_string() ? value.get<std::string>() : std::string(); };
  switch (type) {
    case Type::Text: return value.is_string();
    case Type::Bool: return value.is_boolean();
    case Type::Double: return value.is_number();
    case Type::Uint32: return is_between(value, 0, std::numeric_limits<std::uint32_t>::max());
    case Type::Int64Text: return is_number<std::int64_t>(text());
    case Type::Fixed64Text: return is_number<std::uint64_t>(text());
    case Type::TraceId: return is_hex(text(), 32);
    case Type::SpanId: return is_hex(text(), 16);
    case Type::SpanKind: return is_between(value, 0, 5);
    case Type::StatusCode: return is_between(value, 0, 2);
    case Type::Message: return value.is_object();
  }
  return false;
}

void check(const Json& object, std::string_view message, const std::string& path, std::vector<std::string>& breaches) {
  if (!object.is_object()) {
    breaches.push_back(path + " is no object");
    return;
  }
  const std::vector<Field>& fields = definition().at(message);
  for (const auto& [name, value] : object.items()) {
    const std::string here = path + "." + name;
    const auto field = std::ranges::find(fields, name, &Field::name);
    if (field == fields.end()) {
      breaches.push_back(here + " is not a field of " + std::string(message));
      continue;
    }
    if (field->repeated && !value.is_array()) {
      breaches.push_back(here + " is no array");
      continue;
    }
    const Json all = field->repeated ? value : Json::array({value});
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string each = field->repeated ? here + "[" + std::to_string(i) + "]" : here;
      if (!fits(all[i], field->type)) {
        breaches.push_back(each + " is " + all[i].dump());
      } else if (field->type == Type::Message) {
        check(all[i], field->message, each, breaches);
      }
    }
  }
  if (message == "AnyValue" && object.size() > 1) breaches.push_back(path + " has more than one value");
}

std::uint64_t time_in(const Json& span, const char* field) { return std::stoull(span.value(field, "0")); }

void check_attributes(const Json& object, const std::string& what, std::vector<std::string>& nonsense) {
  std::set<std::string> keys;
  for (const Json& attribute : object.value("attributes", Json::array())) {
    if (!keys.insert(attribute.at("key")).second) nonsense.push_back(what + " has an attribute twice");
    if (attribute.at("key").get<std::string>().empty()) nonsense.push_back(what + " has an attribute without a key");
  }
}

}  // namespace

std::vector<std::string> otlp_breaches(const Json& document) {
  std::vector<std::string> breaches;
  check(document, "ExportTraceServiceRequest", "$", breaches);
  return breaches;
}

std::vector<std::string> otlp_nonsense(const Json& document) {
  std::vector<std::string> nonsense;
  std::vector<Json> spans;
  for (const Json& resource : document.at("resourceSpans")) {
    for (const Json& scope : resource.at("scopeSpans")) {
      for (const Json& span : scope.at("spans")) spans.push_back(span);
    }
  }
  if (spans.empty()) nonsense.emplace_back("there is no span");
  std::set<std::string> ids;
  for (const Json& span : spans) {
    const std::string id = span.value("spanId", "");
    if (!ids.insert(id).second) nonsense.push_back("span " + id + " is there twice");
  }
  std::size_t roots = 0;
  for (const Json& span : spans) {
    const std::string what = "span " + span.value("name", "");
    if (span.value("name", "").empty()) nonsense.push_back("span " + span.value("spanId", "") + " has no name");
    for (const char* id : {"traceId", "spanId"}) {
      if (span.value(id, "").find_first_not_of('0') == std::string::npos) nonsense.push_back(what + " has no " + id);
    }
    if (span.value("traceId", "") != spans.front().value("traceId", ""))
      nonsense.push_back(what + " is of another trace");
    const std::string parent = span.value("parentSpanId", "");
    if (parent.empty()) ++roots;
    if (!parent.empty() && !ids.contains(parent)) nonsense.push_back(what + " has a parent that is not there");
    if (parent == span.value("spanId", "")) nonsense.push_back(what + " is its own parent");
    if (span.value("kind", 0) == 0) nonsense.push_back(what + " is of no kind");
    const std::uint64_t start = time_in(span, "startTimeUnixNano");
    if (start == 0) nonsense.push_back(what + " has no beginning");
    if (span.contains("endTimeUnixNano") && time_in(span, "endTimeUnixNano") < start) {
      nonsense.push_back(what + " ends before it begins");
    }
    check_attributes(span, what, nonsense);
    for (const Json& event : span.value("events", Json::array())) {
      if (event.value("name", "").empty()) nonsense.push_back(what + " has an event without a name");
      check_attributes(event, what, nonsense);
    }
    for (const Json& link : span.value("links", Json::array())) {
      const bool here = link.at("traceId") == span.at("traceId");
      if (here && !ids.contains(link.at("spanId"))) nonsense.push_back(what + " is linked to a span that is not there");
    }
  }
  if (roots != 1) nonsense.push_back("there are " + std::to_string(roots) + " roots");
  return nonsense;
}

}  // namespace saga::test
