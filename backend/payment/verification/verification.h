// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/verification/reader.h"
#include "backend/payment/verification/report.h"
#include "backend/payment/verification/survey.h"

namespace saga::payment {

// The data verification batch: reads the books of all domains, window by window, and says what contradicts what.
// It is made for a system at work. There is no moment that several databases share, so what has just changed is left
// out, and whatever seems wrong is looked at again, after a pause each time, before it is a finding. It only reads, in
// short transactions; the caller decides how much time it may take between two steps.
// One thread.
class Verification {
 public:
  Verification(Sources sources, VerificationOptions options, const Clock& clock);
  ~Verification();
  Verification(const Verification&) = delete;
  Verification& operator=(const Verification&) = delete;

  // One window, some milliseconds long. False: all is done. A place that cannot be read is left out, and the report
  // says so; an Error if that place is the saga database, without which there is nothing to compare.
  [[nodiscard]] Result<bool> step();
  // Nothing is to be done before: the next look comes after a pause.
  [[nodiscard]] std::optional<MonoTime> wait_until() const { return wait_until_; }

  [[nodiscard]] const VerificationReport& report() const { return report_; }

 private:
  struct Task {
    std::size_t survey = 0;
    std::vector<std::string> keys = {};
  };
  [[nodiscard]] bool wanted(const Survey& survey) const;
  [[nodiscard]] bool wanted(std::string_view kind) const;
  [[nodiscard]] bool readable(const Survey& survey) const;
  [[nodiscard]] Result<bool> walk();
  [[nodiscard]] Result<bool> look_again();
  [[nodiscard]] Result<bool> examine(Task task);
  // Whether it goes on without what failed; else the error.
  [[nodiscard]] Result<bool> settle(const Error& error, std::optional<Task> task);
  void begin_look();
  void finish();

  VerificationOptions options_;
  const Clock& clock_;
  Reader reader_;
  Surveys surveys_;
  std::size_t at_ = 0;      // in surveys_
  std::deque<Task> tasks_;  // to examine, before anything else
  int look_ = 1;
  std::optional<MonoTime> wait_until_ = {};
  bool done_ = false;
  bool broken_off_ = false;  // too much is wrong

  Sink::Findings suspected_;                           // wrong in every look so far …
  Sink::Findings seen_;                                // … and in this one
  std::map<std::size_t, std::set<std::string>> keys_;  // to look at again, by survey
  VerificationReport report_;
};

}  // namespace saga::payment
