// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/act_on_saga.h"

#include <memory>
#include <mutex>
#include <utility>

namespace saga {
namespace {

// Follows one action. Every step holds the lock, so that nothing is told after the end; the attachment never
// answers from within a call, so that steps do not nest.
class Following : public std::enable_shared_from_this<Following> {
 public:
  Following(Attachment& attachment, Executor& timer, const Clock& clock, ActionProgress progress,
            std::function<void(const ActionProgress&)> on_progress, Patience patience)
      : attachment_(attachment),
        timer_(timer),
        clock_(clock),
        progress_(std::move(progress)),
        on_progress_(std::move(on_progress)),
        patience_(patience),
        deadline_(clock.monotonic() + patience.total) {}

  // Runs `then` under the lock, unless following has ended or is gone.
  template <class Then>
  auto step(Then then) {
    return [weak = weak_from_this(), then]<class... Args>(const Args&... args) {
      const auto self = weak.lock();
      if (!self) return;
      const std::lock_guard lock(self->mutex_);
      if (!self->ended_) then(*self, args...);
    };
  }

  void begin() {
    const std::lock_guard lock(mutex_);
    on_progress_(progress_);
    attachment_.request(
        progress_.action, {progress_.target}, progress_.reason,
        step([](Following& self, const std::vector<ActionOutcome>& outcomes) { self.outcome(outcomes); }));
  }

  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }

 private:
  void outcome(const std::vector<ActionOutcome>& outcomes) {
    if (outcomes.size() == 1) {
      take_outcome(progress_, outcomes.front());
    } else {
      take_outcome(progress_, OutcomeUnknown{Error{ErrorKind::Internal, "There was no answer for this saga."}});
    }
    on_progress_(progress_);
    if (!progress_.settled()) look();
  }

  void look() {
    const auto take = [](Following& self, const Result<std::optional<CommandRecord>>& found) { self.found(found); };
    if (progress_.command_id.empty()) {
      attachment_.latest_command(progress_.target.id, step(take));
    } else {
      attachment_.observe(progress_.command_id, step(take));
    }
  }

  void found(const Result<std::optional<CommandRecord>>& found) {
    const auto before = progress_.stage;
    take_observation(progress_, found);
    if (!progress_.settled() && clock_.monotonic() >= deadline_) give_up(progress_);
    if (progress_.stage != before) on_progress_(progress_);
    if (!progress_.settled()) {
      timer_.post_after(patience_.interval, [next = step([](Following& self) { self.look(); })] { next(); });
    }
  }

  Attachment& attachment_;
  Executor& timer_;
  const Clock& clock_;
  ActionProgress progress_;
  std::function<void(const ActionProgress&)> on_progress_;
  Patience patience_;
  MonoTime deadline_;
  std::recursive_mutex mutex_;  // recursive: a callback may end the subscription
  bool ended_ = false;
};

}  // namespace

Subscription act_on_saga(Attachment& attachment, Executor& timer, const Clock& clock, Action action,
                         ActionTarget target, std::string reason,
                         std::function<void(const ActionProgress&)> on_progress, Patience patience) {
  auto following = std::make_shared<Following>(
      attachment, timer, clock,
      ActionProgress{.target = std::move(target), .action = action, .reason = std::move(reason)},
      std::move(on_progress), patience);
  following->begin();
  return Subscription([following] { following->end(); });
}

}  // namespace saga
