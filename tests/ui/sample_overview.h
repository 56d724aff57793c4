// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/domain/overview.h"
#include "backend/ports/overview_reader.h"

namespace saga::test {

// The day of the pictures of the design: six sagas that need attention, 37 that are stuck, in six groups.
[[nodiscard]] Overview sample_overview();

// The same system on a good day.
[[nodiscard]] Overview calm_overview();

// Answers with whatever the test has put there; the range that was asked for last is kept.
class OverviewAnswers final : public OverviewReader {
 public:
  explicit OverviewAnswers(const Overview& state) : state_(state) {}
  using OverviewReader::overview;
  Result<Overview> overview(std::chrono::minutes range) override {
    asked = range;
    return state_;
  }
  std::chrono::minutes asked{0};

 private:
  const Overview& state_;
};

}  // namespace saga::test
