// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/batches.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "backend/payment/runtime/halving.h"

namespace saga::payment {
namespace {

// How often a single message that lost against another transaction is tried again at once.
constexpr int kTries = 3;

bool lost_a_race(const Error& error) { return error.code == "40001" || error.code == "40P01"; }

class Run {
 public:
  Run(const Inbox& inbox, pg::Session& session, const Clock& clock, std::span<const Message> messages,
      Counter& halvings)
      : inbox_(inbox),
        session_(session),
        clock_(clock),
        messages_(messages),
        halvings_(halvings),
        answers_(messages.size()) {}

  Result<std::vector<Answer>> all() {
    const auto try_all = [this](std::span<const std::size_t> part) { return answer(part); };
    const auto give_up = [this](std::size_t i, const Error& error) {
      answers_[i] = failed_answer(messages_[i].request, {error.code, error.message, true}, clock_.now());
    };
    for (const Indexes& round : rounds()) {
      if (auto done = halve(std::span(round), try_all, give_up, halvings_); !done) return std::unexpected(done.error());
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

  Result<void> answer(std::span<const std::size_t> part) {
    std::vector<const Message*> messages;
    messages.reserve(part.size());
    for (const std::size_t i : part) messages.push_back(&messages_[i]);
    auto answers = inbox_.transact(session_, messages);
    for (int tried = 1; tried < kTries && part.size() == 1 && !answers && lost_a_race(answers.error()); ++tried) {
      answers = inbox_.transact(session_, messages);
    }
    if (!answers) return std::unexpected(answers.error());
    for (std::size_t i = 0; i < part.size(); ++i) answers_[part[i]] = std::move((*answers)[i]);
    return {};
  }

  const Inbox& inbox_;
  pg::Session& session_;
  const Clock& clock_;
  std::span<const Message> messages_;
  Counter& halvings_;
  std::vector<Answer> answers_;
};

}  // namespace

Result<std::vector<Answer>> answer_all(const Inbox& inbox, pg::Session& session, const Clock& clock,
                                       std::span<const Message> messages, Counter& halvings) {
  return Run(inbox, session, clock, messages, halvings).all();
}

}  // namespace saga::payment
