// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/verification/verification.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "backend/payment/verification/kinds.h"

namespace saga::payment {

Verification::Verification(Sources sources, VerificationOptions options, const Clock& clock)
    : options_(std::move(options)), clock_(clock), reader_(sources) {
  report_.started = clock.now();
  if (options_.since) report_.since = report_.started - *options_.since;
  const Scope scope{options_, report_.since};
  add_order_surveys(scope, surveys_);
  add_ledger_surveys(scope, surveys_);
  add_orphan_surveys(scope, surveys_);
  add_delivery_surveys(scope, surveys_);
}

Verification::~Verification() = default;

bool Verification::wanted(std::string_view kind) const {
  return options_.kinds.empty() || std::ranges::find(options_.kinds, kind) != options_.kinds.end();
}

bool Verification::wanted(const Survey& survey) const {
  return std::ranges::any_of(survey.kinds(), [&](std::string_view kind) { return wanted(kind); });
}

bool Verification::readable(const Survey& survey) const {
  return std::ranges::all_of(survey.needs(), [&](Place place) { return reader_.has(place); }) &&
         (!survey.needs_redis() || reader_.has_redis());
}

Result<bool> Verification::step() {
  if (done_) return false;
  if (wait_until_) {
    if (clock_.monotonic() < *wait_until_) return true;
    wait_until_.reset();
    begin_look();
  }
  reader_.forget_failure();
  if (!tasks_.empty()) {
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    return examine(std::move(task));
  }
  return look_ == 1 ? walk() : look_again();
}

Result<bool> Verification::walk() {
  while (at_ < surveys_.size() && (!wanted(*surveys_[at_]) || !readable(*surveys_[at_]))) ++at_;
  if (at_ == surveys_.size()) return look_again();
  auto window = surveys_[at_]->next(reader_);
  if (!window) return settle(window.error(), std::nullopt);
  const std::size_t survey = at_;
  for (const std::string_view kind : surveys_[survey]->kinds()) {
    if (window->walked > 0 && wanted(kind)) report_.checked[std::string(kind)] += window->walked;
  }
  report_.subjects += window->walked;
  if (!window->more) ++at_;
  if (window->keys.empty()) return true;
  return examine({survey, std::move(window->keys)});
}

Result<bool> Verification::examine(Task task) {
  Survey& survey = *surveys_[task.survey];
  if (!readable(survey)) return true;
  Sink sink;
  if (auto done = survey.examine(reader_, task.keys, look_ > 1, sink); !done) {
    return settle(done.error(), std::move(task));
  }
  for (const auto& [id, finding] : sink.findings()) {
    if (wanted(finding.kind)) seen_.insert_or_assign(id, finding);
  }
  keys_[task.survey].insert(sink.keys().begin(), sink.keys().end());
  if (look_ > 1) return true;
  for (const auto& [kind, count] : sink.counts()) {
    if (wanted(kind)) report_.checked[kind] += count;
  }
  report_.subjects += sink.subject_count();
  report_.in_motion += sink.motion_count();
  if (seen_.size() >= options_.most) {
    broken_off_ = true;
    at_ = surveys_.size();
    tasks_.clear();
  }
  return true;
}

// One look is over: what was not wrong in it, is not.
Result<bool> Verification::look_again() {
  if (look_ == 1) {
    suspected_ = std::move(seen_);
  } else {
    for (auto at = suspected_.begin(); at != suspected_.end();) {
      const auto still = seen_.find(at->first);
      if (still == seen_.end()) {
        at = suspected_.erase(at);
      } else {
        at->second = still->second;
        ++at;
      }
    }
  }
  seen_.clear();
  if (suspected_.empty() || look_ >= options_.looks) {
    finish();
    return false;
  }
  ++look_;
  wait_until_ = clock_.monotonic() + options_.pause;
  return true;
}

void Verification::begin_look() {
  reader_.forget_days();
  for (auto& [survey, keys] : std::exchange(keys_, {})) {
    std::vector<std::string> window;
    for (const std::string& key : keys) {
      window.push_back(key);
      if (static_cast<int>(window.size()) == options_.window) tasks_.push_back({survey, std::exchange(window, {})});
    }
    if (!window.empty()) tasks_.push_back({survey, std::move(window)});
  }
}

Result<bool> Verification::settle(const Error& error, std::optional<Task> task) {
  const auto place = reader_.failed_place();
  if (error.kind == ErrorKind::Conflict && task) {
    tasks_.push_front(std::move(*task));
    return true;
  }
  // Too much for one statement: in two halves, then.
  if (error.kind == ErrorKind::Timeout && task && task->keys.size() > 1) {
    const auto middle = task->keys.begin() + static_cast<std::ptrdiff_t>(task->keys.size() / 2);
    tasks_.push_front({task->survey, {middle, task->keys.end()}});
    tasks_.push_front({task->survey, {task->keys.begin(), middle}});
    return true;
  }
  if (place == Place::Saga) return std::unexpected(error);
  if (place) {
    reader_.give_up(*place, error.message);
  } else if (reader_.failed_redis()) {
    reader_.give_up_redis(error.message);
  } else {
    return std::unexpected(error);
  }
  if (task) tasks_.push_front(std::move(*task));  // without that place
  return true;
}

void Verification::finish() {
  done_ = true;
  std::set<std::tuple<std::string, std::string>> subjects;
  for (auto& [id, finding] : suspected_) {
    subjects.emplace(finding.subject_type, finding.subject);
    report_.findings.push_back(finding);
  }
  report_.discrepant = static_cast<std::int64_t>(subjects.size());
  report_.subjects = std::max(report_.subjects, report_.discrepant);
  const auto kinds_of = [&](auto needs) {
    std::vector<std::string> names;
    for (const Kind& kind : kinds()) {
      if (wanted(kind.name) && needs(kind)) names.emplace_back(kind.name);
    }
    return names;
  };
  for (const auto& [place, why] : reader_.given_up()) {
    auto names = kinds_of([&](const Kind& kind) { return std::ranges::find(kind.needs, place) != kind.needs.end(); });
    if (!names.empty()) report_.unread.push_back({std::string(to_text(place)), why, std::move(names)});
  }
  if (broken_off_) {
    report_.unread.push_back({"the rest", "More is wrong than anybody looks at one by one: it has looked no further.",
                              kinds_of([](const Kind&) { return true; })});
  }
  if (!reader_.redis_given_up().empty()) {
    auto names = kinds_of([](const Kind& kind) { return kind.needs_redis; });
    if (!names.empty()) report_.unread.push_back({"redis", reader_.redis_given_up(), std::move(names)});
  }
}

}  // namespace saga::payment
