// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of the Sagas page: when they are closed, how they are sent, and how their outcome is observed.
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/words.h"
#include "ui/widgets/permission.h"

namespace saga::ui {

namespace {

// A commit whose connection broke has ended one way or the other after this long: longer than the statements' deadline.
constexpr std::chrono::seconds kSettleTime{15};
// Older than this, what an action would do may no longer be true.
constexpr std::chrono::seconds kActOnlyWithin{10};

}  // namespace

const ActionProgress* SagasController::action_on(const SagaId& id) const {
  const auto found = actions_.find(id);
  return found == actions_.end() ? nullptr : &found->second;
}

std::optional<QString> SagasController::closed_because(Action action) const {
  if (!detail_) return tr("the saga has not been read yet");
  if (const ActionProgress* last = action_on(selected_); last && !last->settled()) {
    return last->stage == ActionProgress::Stage::Unknown
               ? tr("its last request has an unknown outcome, which is being read back")
               : tr("a request is under way");
  }
  const Condition condition = condition_of(detail_->saga, server_now());
  if (const auto refused = refusal(action, detail_->saga.type, detail_->saga.status, condition))
    return refusal_text(*refused);
  if (lost()) return tr("needs PostgreSQL");
  if (platform_) {
    if (auto closed = closed_by_role(*platform_, permission_of(action))) return closed;
  }
  if (clock_.now() - detail_read_at_ > kActOnlyWithin) return tr("needs a fresh read of this saga");
  return std::nullopt;
}

std::optional<QString> SagasController::notes_closed_because() const {
  if (!detail_) return tr("the saga has not been read yet");
  if (lost()) return tr("needs PostgreSQL");
  return platform_ ? closed_by_role(*platform_, &PlatformStatus::may_note) : std::nullopt;
}

void SagasController::request(Action action, const std::string& reason, int seen_version) {
  if (closed_because(action)) return;
  ActionProgress progress{action, selected_, reason};
  progress.requested_at = server_now();
  actions_.insert_or_assign(selected_, progress);
  Q_EMIT action_changed();
  const SagaId id = selected_;
  attachment_.request(action, {ActionTarget{id, seen_version}}, reason,
                      gate_.pass<std::vector<ActionOutcome>>([this, id](std::vector<ActionOutcome> outcomes) {
                        const auto found = actions_.find(id);
                        if (found == actions_.end()) return;
                        if (outcomes.empty()) {
                          take_outcome(found->second,
                                       OutcomeUnknown{Error{ErrorKind::Internal, "the answer was empty"}});
                        } else {
                          take_outcome(found->second, outcomes.front());
                        }
                        if (id == selected_) read_detail();
                        Q_EMIT action_changed();
                        watch_actions();
                      }));
}

void SagasController::watch_actions() {
  if (lost()) return;
  for (const auto& [saga, progress] : actions_) {
    const auto take = gate_.pass<Result<std::optional<CommandRecord>>>(
        [this, id = saga](Result<std::optional<CommandRecord>> record) {
          const auto found = actions_.find(id);
          if (found == actions_.end() || !record) return;
          ActionProgress& waiting = found->second;
          if (*record) {
            take_record(waiting, **record);
          }
          if (waiting.stage == ActionProgress::Stage::Unknown && server_now() - waiting.requested_at > kSettleTime) {
            // The database was asked, and knows of no such request: it never arrived.
            waiting.stage = ActionProgress::Stage::NotSent;
            waiting.text = tr("The request was read back: it never arrived").toStdString();
          }
          Q_EMIT action_changed();
        });
    if (progress.stage == ActionProgress::Stage::Accepted) attachment_.observe(progress.command_id, take);
    if (progress.stage == ActionProgress::Stage::Unknown) attachment_.latest_command(saga, take);
  }
}

void SagasController::forget_action() {
  const auto found = actions_.find(selected_);
  if (found == actions_.end() || !found->second.settled()) return;
  actions_.erase(found);
  Q_EMIT action_changed();
}

}  // namespace saga::ui
