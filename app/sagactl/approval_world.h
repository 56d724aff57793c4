// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "app/sagactl/options.h"
#include "backend/attach/connect.h"
#include "backend/services/approvals.h"
#include "backend/services/jobs.h"

namespace saga::ctl {

constexpr const char* kApprovalProgram = "sagactl";

// The connections of a profile, opened when they are needed and anew when they are lost.
class OpenedApprovals {
 public:
  explicit OpenedApprovals(const attach::Profile& profile) : profile_(profile) {}
  // Refers to this object.
  [[nodiscard]] ApprovalWorld world() {
    return {.operations = [this](bool anew) -> Result<ApprovalOperator*> {
              return kept(operations_, anew, attach::open_approval_operator);
            },
            .board = [this](bool anew) -> Result<ApprovalBoard*> {
              return kept(board_, anew, attach::open_approval_board);
            },
            .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
            .clock = clock_};
  }

 private:
  template <class Port, class Open>
  Result<Port*> kept(std::unique_ptr<Port>& port, bool anew, Open open) const {
    if (anew || !port) {
      auto opened = open(profile_, kApprovalProgram);
      if (!opened) return std::unexpected(opened.error());
      port = std::move(*opened);
    }
    return port.get();
  }

  const attach::Profile& profile_;
  SystemClock clock_;
  std::unique_ptr<ApprovalOperator> operations_;
  std::unique_ptr<ApprovalBoard> board_;
};

// Dead letters beyond the limit are asked for, and waited for: done if they may be acted on now, else the exit status.
[[nodiscard]] int await_second_person(const Options& options, const attach::Profile& profile,
                                      const std::vector<LetterTarget>& targets);

// For a message: the command line of the second person.
[[nodiscard]] std::string how_to_approve(const Approval& approval);

}  // namespace saga::ctl
