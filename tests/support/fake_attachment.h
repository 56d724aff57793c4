// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backend/services/attachment.h"
#include "tests/support/fake_context.h"
#include "tests/support/fake_list.h"
#include "tests/support/filter_match.h"

namespace saga::test {

// A system made of the values that a test puts into it. It answers at once, or, with `hold`, when told to.
class FakeAttachment final : public Attachment {
 public:
  FakeAttachment() {
    auto own = std::make_unique<FakeList>(sagas, server_now);
    list = own.get();
    readers.list = std::move(own);
    auto beside = std::make_unique<FakeContext>();
    context = beside.get();
    readers.context = std::move(beside);
    auto entries = std::make_unique<FakeStreams>();
    streams = entries.get();
    redis.streams = std::move(entries);
  }

  std::vector<Saga> sagas;  // newest first
  std::map<SagaId, SagaDetail> details;
  ConditionCounts count;
  TimePoint server_now = {};
  std::optional<Error> error;  // every read fails with it
  std::vector<ActionOutcome> outcomes = {Applied{"c-1", 8, {88214, "ab"}}};
  std::optional<CommandRecord> record;
  bool hold = false;
  std::vector<std::function<void()>> held;

  struct Requested {
    Action action;
    std::vector<ActionTarget> targets;
    std::string reason;
  };
  std::vector<Requested> requests;
  FakeList* list = nullptr;  // of the sagas above; knows what was asked of it
  FakeContext* context = nullptr;
  FakeStreams* streams = nullptr;
  std::vector<NoteChange> note_changes;  // as they were sent
  ActionOutcome note_outcome = Applied{"", 7, {88215, "cd"}, ""};

  void page(SagaFilter filter, std::optional<SagaCursor> after, int limit, Reply<Result<SagaPage>> reply) override {
    answer([this, filter, after, limit, reply] {
      if (error) return reply(std::unexpected(*error));
      SagaPage out{{}, std::nullopt, server_now};
      for (const Saga& saga : sagas) {
        if (!matches(filter, saga, server_now)) continue;
        if (after && std::pair(saga.created_at, saga.id) >= std::pair(after->created_at, after->id)) continue;
        if (static_cast<int>(out.sagas.size()) == limit) {
          out.next = SagaCursor{out.sagas.back().created_at, out.sagas.back().id};
          break;
        }
        out.sagas.push_back(saga);
      }
      reply(std::move(out));
    });
  }
  void by_id(std::vector<SagaId> ids, Reply<Result<SagaPage>> reply) override {
    answer([this, ids, reply] {
      if (error) return reply(std::unexpected(*error));
      SagaPage out{{}, std::nullopt, server_now};
      for (const Saga& saga : sagas) {
        if (std::ranges::find(ids, saga.id) != ids.end()) out.sagas.push_back(saga);
      }
      reply(std::move(out));
    });
  }
  void detail(SagaId id, Reply<Result<std::optional<SagaDetail>>> reply) override {
    answer([this, id, reply] {
      if (error) return reply(std::unexpected(*error));
      const auto found = details.find(id);
      if (found == details.end()) return reply(std::nullopt);
      SagaDetail out = found->second;
      out.server_now = server_now;
      reply(std::optional(std::move(out)));
    });
  }
  void counts(Reply<Result<ConditionCounts>> reply) override {
    answer([this, reply] {
      if (error) return reply(std::unexpected(*error));
      reply(count);
    });
  }
  // Answers from `readers`, for which a test brings fakes of what it asks.
  Readers readers;
  Readers redis;  // of Lane::Redis, which may be there when PostgreSQL is not
  void with_readers(Lane lane, Work work) override {
    answer([this, lane, work] {
      if (lane == Lane::Redis) {
        work(&redis);
      } else if (error) {
        work(std::unexpected(*error));
      } else {
        work(&readers);
      }
    });
  }
  void change_notes(NoteChange change, Reply<ActionOutcome> reply) override {
    note_changes.push_back(std::move(change));
    answer([this, reply] { reply(note_outcome); });
  }
  std::vector<ToggleRequest> toggle_requests;
  ToggleOutcome toggle_outcome;
  void change_toggle(ToggleRequest request, Reply<ToggleOutcome> reply) override {
    toggle_requests.push_back(std::move(request));
    answer([this, reply] { reply(toggle_outcome); });
  }
  struct JobChanged {
    JobChange change;
    JobId id;
    std::string reason;
    friend bool operator==(const JobChanged&, const JobChanged&) = default;
  };
  std::vector<JobOrder> job_orders;
  std::vector<JobChanged> job_changes;
  ActionOutcome job_outcome = Applied{"", 0, {412, "ef"}, ""};
  void create_job(JobOrder order, Reply<ActionOutcome> reply) override {
    job_orders.push_back(std::move(order));
    answer([this, reply] { reply(job_outcome); });
  }
  void change_job(JobChange change, JobId id, std::string reason, Reply<ActionOutcome> reply) override {
    job_changes.push_back({change, std::move(id), std::move(reason)});
    answer([this, reply] { reply(job_outcome); });
  }
  struct Decided {
    ApprovalDecision decision;
    std::string subject;
    std::string set_hash;
    std::string reason;
    friend bool operator==(const Decided&, const Decided&) = default;
  };
  std::vector<Decided> decisions;
  std::vector<JobId> asked_again;
  void decide_approval(ApprovalDecision decision, std::string subject, std::string set_hash, std::string reason,
                       Reply<ActionOutcome> reply) override {
    decisions.push_back({decision, std::move(subject), std::move(set_hash), std::move(reason)});
    answer([this, reply] { reply(job_outcome); });
  }
  void ask_approval_again(JobId id, std::string, Reply<ActionOutcome> reply) override {
    asked_again.push_back(std::move(id));
    answer([this, reply] { reply(job_outcome); });
  }
  void request(Action action, std::vector<ActionTarget> targets, std::string reason,
               Reply<std::vector<ActionOutcome>> reply) override {
    requests.push_back({action, std::move(targets), std::move(reason)});
    answer([this, reply] { reply(outcomes); });
  }
  void observe(std::string, Reply<Result<std::optional<CommandRecord>>> reply) override {
    answer([this, reply] { reply(record); });
  }
  void latest_command(SagaId, Reply<Result<std::optional<CommandRecord>>> reply) override {
    answer([this, reply] { reply(record); });
  }
  int reconnects = 0;
  void reconnect() override { ++reconnects; }
  Subscription subscribe(AttachmentEvents events) override {
    const int key = next_++;
    events_.emplace(key, std::move(events));
    return Subscription([this, key] { events_.erase(key); });
  }

  void tell(const SourceState& state) {
    for (auto& [key, events] : events_) {
      if (events.source) events.source(state);
    }
  }
  void tell(const PlatformStatus& status) {
    for (auto& [key, events] : events_) {
      if (events.platform) events.platform(status);
    }
  }
  void tell(const FeedBatch& batch) {
    for (auto& [key, events] : events_) {
      if (events.feed) events.feed(batch);
    }
  }
  void release() {
    for (auto& task : std::exchange(held, {})) task();
  }

 private:
  void answer(std::function<void()> task) {
    if (hold) {
      held.push_back(std::move(task));
    } else {
      task();
    }
  }

  std::map<int, AttachmentEvents> events_;
  int next_ = 0;
};

}  // namespace saga::test
