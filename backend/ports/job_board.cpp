// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ports/job_board.h"

#include <charconv>

namespace saga {

std::vector<std::pair<SagaId, int>> targets_from(std::string_view text) {
  std::vector<std::pair<SagaId, int>> targets;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(','));
    text.remove_prefix(one.size() == text.size() ? one.size() : one.size() + 1);
    const auto colon = one.find(':');
    if (colon == std::string_view::npos) continue;
    int version = 0;
    std::from_chars(one.data() + colon + 1, one.data() + one.size(), version);
    targets.emplace_back(one.substr(0, colon), version);
  }
  return targets;
}

}  // namespace saga
