// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "backend/ports/saga_context.h"
#include "backend/ports/saga_reader.h"

namespace saga {

// What a trace is made of; what was not looked for may be left out.
struct TraceParts {
  const SagaDetail& detail;
  std::vector<StoredEvent> events = {};
  std::vector<ExternalDelivery> deliveries = {};
};

// A saga as an ExportTraceServiceRequest of OTLP, in its JSON form (ids in hex, 64-bit numbers as texts, enums as
// numbers), as a collector takes it at /v1/traces:
//   the saga            the root span; events of the domains and what operators asked for are its events
//   each attempt        a child; one that compensates is linked to the attempt that it undoes
//   each delivery       to the outside, a child
// Span ids are hashes of what the span is, so that exporting twice gives the same spans. A span that has not ended has
// no endTimeUnixNano, which then is 0 as in protobuf, and says saga.open = true: OTLP has no other word for it.
// Payloads and users are not part of it: traces are kept where other people look.
[[nodiscard]] nlohmann::ordered_json otlp_trace(const TraceParts& parts);

// The trace id that the saga has, or one made of its id if what it has is none: 32 hexadecimal digits, not all 0.
[[nodiscard]] std::string otlp_trace_id(const Saga& saga);
// 16 hexadecimal digits, not all 0.
[[nodiscard]] std::string root_span_id(const SagaId& saga);
[[nodiscard]] std::string span_id_of(const SagaId& saga, const StepExecution& attempt);

}  // namespace saga
