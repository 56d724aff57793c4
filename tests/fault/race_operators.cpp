// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/race_operators.h"

#include <barrier>
#include <chrono>
#include <cstddef>
#include <random>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "backend/postgres/saga_operator.h"
#include "tests/support/servers.h"

namespace saga::test {

class RaceOperators::Person {
 public:
  Person(const std::string& conninfo, std::string user, std::uint64_t seed)
      : user_(std::move(user)),
        random_(seed),
        contract_(open_session(fmt::format("{} user={}", conninfo, user_)),
                  [this](const std::vector<JournalAnchor>& anchors) -> Result<void> {
                    kept_ = anchors.back();
                    return {};
                  }) {}

  // What it asks for and when is chosen before the start, so that the start is the same for all.
  template <class Start>
  void run(int race, const ActionTarget& saga, Start start) {
    const Action action = choose();
    const std::chrono::microseconds late(below(3) == 0 ? below(2000) : 0);
    start();
    std::this_thread::sleep_for(late);
    ask(race, action, saga, false);
    const auto* conflict = std::get_if<Conflict>(&calls_.back().outcome);
    if (conflict == nullptr || below(3) != 0) return;
    ask(race, choose(), {saga.id, conflict->actual_version}, true);
  }

  [[nodiscard]] const std::vector<RaceCall>& calls() const { return calls_; }

 private:
  std::uint64_t below(std::uint64_t end) { return random_() % end; }

  Action choose() {
    const auto drawn = below(10);
    return drawn < 5 ? Action::Retry : drawn < 8 ? Action::Compensate : Action::Resolve;
  }

  void ask(int race, Action action, const ActionTarget& saga, bool again) {
    RaceCall call{.race = race, .who = user_, .action = action, .target = saga, .reason = {}, .again = again};
    call.reason = fmt::format("race {}: {}{}", race, user_, again ? " again" : "");
    const std::string evidence = action == Action::Resolve ? "receipt of " + call.reason : "";
    kept_ = {};
    call.outcome = contract_.request(action, {saga}, call.reason, evidence).front();
    call.anchor = kept_;
    calls_.push_back(std::move(call));
  }

  std::string user_;
  std::mt19937_64 random_;
  JournalAnchor kept_;
  pg::PgSagaOperator contract_;
  std::vector<RaceCall> calls_;
};

RaceOperators::RaceOperators(const std::string& conninfo, const std::vector<std::string>& users, std::uint64_t seed) {
  for (const std::string& user : users) people_.push_back(std::make_unique<Person>(conninfo, user, ++seed));
}

RaceOperators::~RaceOperators() = default;

void RaceOperators::race(const std::vector<ActionTarget>& sagas) {
  std::barrier start(static_cast<std::ptrdiff_t>(people_.size()));
  std::vector<std::jthread> running;
  for (const auto& person : people_) {
    running.emplace_back([&, first = races_ + 1, who = person.get()] {
      int race = first;
      for (const ActionTarget& saga : sagas) who->run(race++, saga, [&] { start.arrive_and_wait(); });
    });
  }
  running.clear();
  races_ += static_cast<int>(sagas.size());
}

std::vector<RaceCall> RaceOperators::calls() const {
  std::vector<RaceCall> all;
  for (const auto& person : people_) all.insert(all.end(), person->calls().begin(), person->calls().end());
  return all;
}

}  // namespace saga::test
