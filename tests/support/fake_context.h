// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "backend/ports/saga_context.h"
#include "backend/ports/saga_streams.h"

namespace saga::test {

// What stands beside sagas, as a test puts it here; knows what was asked of it.
class FakeContext final : public SagaContext {
 public:
  std::map<SagaId, SagaNotes> kept;
  std::map<SagaId, StoredEvents> events;
  std::map<SagaId, std::vector<ExternalDelivery>> sent;
  std::string payload_text;
  std::optional<Error> error;  // everything fails with it
  std::vector<std::string> asked;

  Result<SagaNotes> notes(const SagaId& id) override {
    asked.push_back("notes");
    if (error) return std::unexpected(*error);
    return kept[id];
  }
  Result<std::optional<std::string>> payload(const PayloadKey& key) override {
    asked.push_back("payload of " + key.step);
    if (error) return std::unexpected(*error);
    return payload_text;
  }
  Result<StoredEvents> stored_events(const Saga& saga) override {
    asked.push_back("events");
    if (error) return std::unexpected(*error);
    return events[saga.id];
  }
  Result<std::vector<ExternalDelivery>> deliveries(const Saga& saga) override {
    asked.push_back("deliveries");
    if (error) return std::unexpected(*error);
    return sent[saga.id];
  }
};

// Streams with the given entries, read in parts of `at_once` spans.
class FakeStreams final : public SagaStreams {
 public:
  std::vector<StreamHit> hits;
  std::optional<TimePoint> stops_at;  // the first search ends there
  std::optional<Error> error;
  std::vector<StreamQuestion> asked;

  Result<StreamHits> of_saga(const StreamQuestion& question) override {
    asked.push_back(question);
    if (error) return std::unexpected(*error);
    StreamHits found{{}, 4312, 27, {}};
    if (asked.size() == 1) found.stopped_at = stops_at;
    for (const StreamHit& hit : hits) {
      for (const TimeSpan& span : question.spans) {
        const bool looked_at = !found.stopped_at || hit.at < *found.stopped_at;
        if (hit.at >= span.from && hit.at <= span.to && looked_at) found.hits.push_back(hit);
      }
    }
    return found;
  }
  void interrupt() override {}
};

}  // namespace saga::test
