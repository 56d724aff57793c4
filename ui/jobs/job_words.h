// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "backend/domain/job.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/status_style.h"

// Jobs and their items in the words and colours of the application.
namespace saga::ui {

// What can be asked of a job. The last three are the second person's part, and asking for one once more.
enum class JobAct { Pause, Resume, Cancel, Approve, Refuse, AskAgain };

struct JobLook {
  StatusKind kind = StatusKind::Unknown;
  Icon icon = Icon::RingQuestion;
  QString word;
};
[[nodiscard]] JobLook look_of(const Job& job);        // "running", "paused by the breaker", "finished"
[[nodiscard]] JobLook look_of(const JobItem& item);   // "applied", "applied, stuck again", "refused"
[[nodiscard]] JobLook look_of(JobItemStatus status);  // of any item of the status

[[nodiscard]] QString job_title(const Job& job);  // "Retry 1,284 sagas"
// "Retry 1,284 sagas": for any count, with its digits grouped.
[[nodiscard]] QString action_on_many(Action action, std::int64_t sagas);
[[nodiscard]] QString act_text(JobAct act);                // "Pause", "Cancel the job"
[[nodiscard]] QString short_act_text(JobAct act);          // "Pause", "Cancel": where the job is in sight
[[nodiscard]] QString hash_ends(const std::string& hash);  // "3f2a…91c0"

[[nodiscard]] std::int64_t settled(const JobCounts& counts);     // has its outcome
[[nodiscard]] double share_settled(const JobCounts& counts);     // 0 … 1
[[nodiscard]] QString percent_settled(const JobCounts& counts);  // "51 %", never 100 before the end
// requested = applied + refused + conflicted + unverified + remaining.
[[nodiscard]] bool adds_up(const JobCounts& counts);
[[nodiscard]] std::int64_t sum_of(const JobCounts& counts);
// In trouble again or unverified, of those that were asked for and are settled; nothing: none is.
[[nodiscard]] std::optional<double> failure_share(const JobCounts& counts);
// "1", "10", "100", "all": the steps of the ramp.
[[nodiscard]] QString stage_text(int stage);
inline constexpr int kStages = 4;

}  // namespace saga::ui
