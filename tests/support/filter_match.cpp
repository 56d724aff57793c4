// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/filter_match.h"

namespace saga::test {
namespace {

bool error_is(const std::string& reason, const std::string& normalised) {
  constexpr std::string_view kFolded = "…";
  std::size_t at = 0;
  for (std::size_t begin = 0; begin <= normalised.size();) {
    const std::size_t end = std::min(normalised.find(kFolded, begin), normalised.size());
    const std::size_t found = reason.find(normalised.substr(begin, end - begin), at);
    if (found == std::string::npos) return false;
    at = found + end - begin;
    begin = end + kFolded.size();
  }
  return true;
}

}  // namespace

bool matches(SagaFilter filter, const Saga& saga, TimePoint server_now) {
  // Nobody folds the reasons of a fake system.
  if (filter.error && saga.parked_reason && saga.error.empty()) {
    if (!error_is(*saga.parked_reason, *filter.error)) return false;
    filter.error.reset();
  }
  return holds(filter, saga, server_now);
}

}  // namespace saga::test
