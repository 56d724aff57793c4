// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace saga::test {

// What in a document is not as the definition of OTLP has it, a sentence each; empty: it is an
// ExportTraceServiceRequest. Every field has to be known, of its JSON type, and an enum a number that is defined.
//
// The table in the .cpp was written from opentelemetry/proto/{collector/trace,trace,common,resource}/v1/*.proto
// (opentelemetry-proto 1.x) and from the JSON mapping of protobuf 3 with the exceptions that OTLP makes: trace and span
// ids are hexadecimal and not base64, enums are numbers and not names.
[[nodiscard]] std::vector<std::string> otlp_breaches(const nlohmann::json& document);

// And what its words say beyond fields and types: names are not empty, ids are not all 0 and unique, parents and links
// of this trace are there, nothing ends before it begins.
[[nodiscard]] std::vector<std::string> otlp_nonsense(const nlohmann::json& document);

}  // namespace saga::test
