// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <vector>

#include "backend/payment/verification/verification.h"

namespace saga::test {

// Runs the verification of the books to its end, as fast as it goes. An error fails the test.
[[nodiscard]] payment::VerificationReport verify(payment::Sources sources, payment::VerificationOptions options);

// Of a system at rest: nothing is left out.
[[nodiscard]] payment::VerificationOptions at_rest();

// "kind subject" of each finding.
[[nodiscard]] std::set<std::string> found_by(const payment::VerificationReport& report);

// What the verification of a system at rest says against it, a sentence each: findings, and what it could not read.
[[nodiscard]] std::vector<std::string> objections(const payment::Config& config);

}  // namespace saga::test
