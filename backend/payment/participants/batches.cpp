// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/batches.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace saga::payment {
namespace {

// How often a single message that lost against another transaction is tried again at once.
constexpr int kTries = 3;

bool out_of_reach(const Error& error) {
  return error.kind == ErrorKind::Connection || error.kind == ErrorKind::InDoubt;
}

bool lost_a_race(const Error& error) { return error.code == "40001" || error.code == "40P01"; }

class Run {
 public:
  Run(const Inbox& inbox, pg::Session& session, const Clock& clock, std::span<const Message> messages)
      : inbox_(inbox), session_(session), clock_(clock), messages_(messages), answers_(messages.size()) {}

  Result<std::vector<Answer>> all() {
    for (auto& round : rounds()) {
      if (auto done = halve(round); !done) return std::unexpected(done.error());
    }
    return std::move(answers_);
  }

 private:
  using Indexes = std::vector<std::size_t>;

  // The n-th message of a saga goes into the n-th round; within a round the keys are in order.
  std::vector<Indexes> rounds() const {
    std::vector<Indexes> rounds;
    std::unordered_map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      const std::size_t round = seen[messages_[i].request.saga_id]++;
      if (round == rounds.size()) rounds.emplace_back();
      rounds[round].push_back(i);
    }
    for (auto& round : rounds) {
      std::ranges::sort(round, {}, [&](std::size_t i) { return std::string_view(messages_[i].request.saga_id); });
    }
    return rounds;
  }

  Result<void> halve(std::span<const std::size_t> part) {
    std::vector<const Message*> messages;
    messages.reserve(part.size());
    for (const std::size_t i : part) messages.push_back(&messages_[i]);
    Error error;
    for (int tried = 0; tried < (part.size() == 1 ? kTries : 1); ++tried) {
      auto answers = inbox_.transact(session_, messages);
      if (answers) {
        for (std::size_t i = 0; i < part.size(); ++i) answers_[part[i]] = std::move((*answers)[i]);
        return {};
      }
      error = std::move(answers.error());
      if (out_of_reach(error) || session_.broken()) return std::unexpected(error);
      if (!lost_a_race(error)) break;
    }
    if (part.size() == 1) {
      answers_[part[0]] = failed_answer(messages[0]->request, {error.code, error.message, true}, clock_.now());
      return {};
    }
    const std::size_t half = part.size() / 2;
    if (auto done = halve(part.first(half)); !done) return done;
    return halve(part.subspan(half));
  }

  const Inbox& inbox_;
  pg::Session& session_;
  const Clock& clock_;
  std::span<const Message> messages_;
  std::vector<Answer> answers_;
};

}  // namespace

Result<std::vector<Answer>> answer_all(const Inbox& inbox, pg::Session& session, const Clock& clock,
                                       std::span<const Message> messages) {
  return Run(inbox, session, clock, messages).all();
}

}  // namespace saga::payment
