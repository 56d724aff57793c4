// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/verified.h"

#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace saga::test {

using namespace saga::payment;

VerificationReport verify(Sources sources, VerificationOptions options) {
  const SystemClock clock;
  Verification verification(std::move(sources), std::move(options), clock);
  Result<bool> more = true;
  while (more && *more) {
    more = verification.step();
    if (const auto until = verification.wait_until()) std::this_thread::sleep_until(*until);
  }
  EXPECT_TRUE(more) << more.error().message;
  return verification.report();
}

VerificationOptions at_rest() {
  VerificationOptions options;
  options.margin = options.pause = options.prepared_after = std::chrono::milliseconds(0);
  return options;
}

std::set<std::string> found_by(const VerificationReport& report) {
  std::set<std::string> found;
  for (const Finding& finding : report.findings) found.insert(finding.kind + " " + finding.subject);
  return found;
}

std::vector<std::string> objections(const Config& config) {
  auto options = at_rest();
  options.pause = std::chrono::seconds(2);  // what still lies in the streams is handled meanwhile
  const auto report = verify(sources_of(config), options);
  std::vector<std::string> all;
  for (const Finding& finding : report.findings) {
    all.push_back(fmt::format("{} {} {}: {}", finding.kind, finding.subject_type, finding.subject, finding.detail));
  }
  for (const Unread& part : report.unread) all.push_back(fmt::format("{} was not read: {}", part.what, part.why));
  if (report.subjects == 0) all.emplace_back("nothing was looked at");
  return all;
}

}  // namespace saga::test
