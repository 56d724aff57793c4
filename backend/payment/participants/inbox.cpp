// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/inbox.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace saga::payment {
namespace {

using Text = std::optional<std::string>;

constexpr std::size_t kPage = 1000;

struct Kept {
  Text action, compensation;
};

// Replies to be kept.
struct Additions {
  std::vector<std::string> sagas;
  std::vector<Text> actions, compensations;

  void add(const Request& request, std::string reply) {
    const bool forward = request.direction == Direction::Forward;
    sagas.push_back(request.saga_id);
    (forward ? actions : compensations).emplace_back(std::move(reply));
    (forward ? compensations : actions).emplace_back(std::nullopt);
  }
};

}  // namespace

struct Inbox::Batch {
  std::span<const Message* const> messages;
  WallTime at;
  std::map<std::string, Kept, std::less<>> kept = {};  // by saga
  std::vector<Answer> answers = {};                    // one a message
  std::vector<Job> jobs = {};
  std::vector<std::size_t> job_of = {};  // the message of each job
  // A saga whose row stands already gets its second reply by an update; the others are inserted with their reply
  // at once, which halves the writes.
  Additions fresh = {}, second = {};

  void keep(const Request& request, const Answer& answer) {
    (kept.contains(request.saga_id) ? second : fresh).add(request, encode(answer.event));
  }
};

Inbox::Inbox(Domain& domain, const Clock& clock, const TransactionMeter* meter)
    : domain_(domain),
      clock_(clock),
      meter_(meter),
      // The bounds are there for the planner: they let it skip the partitions of other days.
      find_sql_(fmt::format("select saga_id::text, action_reply, compensation_reply from {}.inbox"
                            " where saga_id = any ($1::uuid[]) and saga_id between $2 and $3 and step_name = $4"
                            " order by saga_id for update",
                            domain.step().participant)),
      add_sql_(fmt::format("insert into {}.inbox (saga_id, step_name, action_reply, compensation_reply)"
                           " select k, $1, a, c from unnest($2::uuid[], $3::text[], $4::text[]) as t (k, a, c)"
                           " order by k on conflict do nothing",
                           domain.step().participant)),
      complete_sql_(fmt::format("update {}.inbox i set action_reply = coalesce(i.action_reply, a),"
                                " compensation_reply = coalesce(i.compensation_reply, c)"
                                " from unnest($2::uuid[], $3::text[], $4::text[]) as t (k, a, c)"
                                " where i.saga_id = k and i.step_name = $1",
                                domain.step().participant)),
      find_{"inbox.find", find_sql_},
      add_{"inbox.add", add_sql_},
      complete_{"inbox.complete", complete_sql_} {}

Result<void> Inbox::set_up(pg::Session& session) const {
  if (auto done = Work::set_up(session, domain_.budget()); !done) return done;
  for (const Statement& statement : {find_, add_, complete_}) {
    if (auto done = session.prepare(statement.name, statement.sql); !done) return done;
  }
  return prepare_domain(session, domain_);
}

Result<std::vector<Answer>> Inbox::transact(pg::Session& session, std::span<const Message* const> messages) const {
  if (messages.empty()) return std::vector<Answer>{};
  Batch batch{.messages = messages, .at = clock_.now()};
  batch.answers.resize(messages.size());
  auto work = Work::begin(session, domain_.isolation(), domain_.budget(), meter_);
  if (!work) return std::unexpected(work.error());
  auto done = find(*work, batch);
  if (done) done = sort_out(batch);
  if (done && !batch.jobs.empty()) done = execute(*work, batch);
  if (done) done = keep(*work, batch);
  if (done) done = work->commit();
  if (!done) return std::unexpected(done.error());
  return std::move(batch.answers);
}

Result<std::vector<Answer>> Inbox::kept_since(pg::Session& session, WallTime since) const {
  const StepTopics& step = domain_.step();
  const std::string sql = fmt::format(
      "select saga_id::text, action_reply, compensation_reply from {}.inbox where step_name = $1 and saga_id > $2 "
      "order by saga_id limit {}",
      step.participant, kPage);
  std::vector<Answer> answers;
  // The ids begin with the millisecond.
  std::string after = new_uuid_v7(since).substr(0, 15) + "000-0000-000000000000";
  for (std::size_t found = kPage; found == kPage;) {
    const auto rows = session.read(sql, {step.step, after});
    if (!rows) return std::unexpected(rows.error());
    std::optional<Error> unreadable;
    const auto add = [&](const StepTopics::Leg& leg, const std::optional<std::string>& kept) {
      if (!kept) return;
      auto answer = kept_answer(leg, *kept);
      if (answer) {
        answers.push_back(std::move(*answer));
      } else {
        unreadable = answer.error();
      }
    };
    auto read = rows->each([&](const pg::Row& row) {
      after = row.text(0);
      add(step.forward, row.optional_text(1));
      add(step.compensation, row.optional_text(2));
    });
    if (!read) return std::unexpected(read.error());
    if (unreadable) return std::unexpected(*unreadable);
    found = rows->size();
  }
  return answers;
}

Result<void> Inbox::find(Work& work, Batch& batch) const {
  std::vector<std::string> sagas;
  sagas.reserve(batch.messages.size());
  for (const Message* message : batch.messages) sagas.push_back(message->request.saga_id);
  const auto [low, high] = std::ranges::minmax(sagas);
  const auto found = work.run(find_, {sagas, low, high, domain_.step().step});
  if (!found) return std::unexpected(found.error());
  return found->each(
      [&](const pg::Row& row) { batch.kept.emplace(row.text(0), Kept{row.optional_text(1), row.optional_text(2)}); });
}

// What is answered without the domain, and what it has to do.
Result<void> Inbox::sort_out(Batch& batch) const {
  const StepTopics& step = domain_.step();
  for (std::size_t i = 0; i < batch.messages.size(); ++i) {
    const auto& [request, faults] = *batch.messages[i];
    const bool forward = request.direction == Direction::Forward;
    Job job{.request = &request};
    if (const auto row = batch.kept.find(request.saga_id); row != batch.kept.end()) {
      if (const Text& own = forward ? row->second.action : row->second.compensation) {
        auto again = kept_answer(request.leg(), *own);
        if (!again) return std::unexpected(again.error());
        batch.answers[i] = std::move(*again);
        continue;
      }
      if (forward) {
        batch.answers[i] = failed_answer(request, {"CANCELLED", "cancelled before it ran", false}, batch.at);
        batch.keep(request, batch.answers[i]);
        continue;
      }
      if (row->second.action) {
        auto action = kept_answer(step.forward, *row->second.action);
        if (!action) return std::unexpected(action.error());
        job.stood = is_done(step.forward, *action);
        if (job.stood) job.action_result = action->event.payload.value("result", nlohmann::json::object());
      }
    }
    if (faults.fail) {
      batch.answers[i] = failed_answer(request, {"INJECTED", *faults.fail, true}, batch.at);
    } else if (!forward && faults.refuse_compensation) {
      batch.answers[i] = failed_answer(request, {"REFUSED", *faults.refuse_compensation, false}, batch.at);
    } else {
      if (forward) job.decline = faults.decline;
      batch.jobs.push_back(std::move(job));
      batch.job_of.push_back(i);
    }
  }
  return {};
}

Result<void> Inbox::execute(Work& work, Batch& batch) const {
  auto verdicts = domain_.execute(work, batch.jobs);
  if (!verdicts) return std::unexpected(verdicts.error());
  if (verdicts->size() != batch.jobs.size()) {
    return std::unexpected(Error{ErrorKind::Internal, "A participant did not answer every request."});
  }
  for (std::size_t j = 0; j < batch.jobs.size(); ++j) {
    const Request& request = *batch.jobs[j].request;
    Answer& answer = batch.answers[batch.job_of[j]];
    if (const auto* declined = std::get_if<Declined>(&(*verdicts)[j])) {
      answer = failed_answer(request, {declined->code, declined->error, false}, batch.at);
      // A later attempt may succeed.
      if (request.direction == Direction::Compensation || !domain_.keeps_refusals()) continue;
    } else {
      answer = done_answer(request, std::get<Done>((*verdicts)[j]).result, batch.jobs[j].stood, batch.at);
    }
    batch.keep(request, answer);
  }
  return {};
}

Result<void> Inbox::keep(Work& work, const Batch& batch) const {
  const std::string_view step = domain_.step().step;
  if (const Additions& add = batch.second; !add.sagas.empty()) {
    auto done = work.run(complete_, {step, add.sagas, add.actions, add.compensations});
    if (!done) return std::unexpected(done.error());
  }
  if (const Additions& add = batch.fresh; !add.sagas.empty()) {
    auto added = work.run(add_, {step, add.sagas, add.actions, add.compensations});
    if (!added) return std::unexpected(added.error());
    if (added->affected() != static_cast<std::int64_t>(add.sagas.size())) {
      // A row came to be since we looked, so what we did rests on a wrong picture.
      return std::unexpected(
          Error{ErrorKind::Conflict, "Another transaction answered one of these requests meanwhile.", "", "40001"});
    }
  }
  return {};
}

}  // namespace saga::payment
