// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/anchor_file.h"

#include <chrono>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "backend/attach/synced_file.h"

namespace saga::attach {

Result<void> AnchorFile::append(const std::vector<JournalAnchor>& anchors) const {
  if (anchors.empty()) return {};
  std::string lines;
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  for (const JournalAnchor& anchor : anchors) {
    lines += fmt::format("{{\"at\":\"{:%Y-%m-%dT%H:%M:%SZ}\",\"area\":\"{}\",\"seq\":{},\"hash\":\"{}\"}}\n",
                         fmt::gmtime(now), area_, anchor.seq, anchor.hash);
  }
  return append_synced(file_, lines);
}

}  // namespace saga::attach
