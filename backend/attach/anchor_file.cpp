// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/anchor_file.h"

#include <chrono>
#include <ctime>
#include <fstream>
#include <optional>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backend/attach/synced_file.h"

namespace saga::attach {
namespace {

using Json = nlohmann::json;

std::optional<KeptAnchor> anchor_from(const std::string& line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto area = json.find("area");
  const auto seq = json.find("seq");
  const auto hash = json.find("hash");
  if (area == json.end() || !area->is_string() || seq == json.end() || !seq->is_number_integer() ||
      hash == json.end() || !hash->is_string()) {
    return std::nullopt;
  }
  return KeptAnchor{area->get<std::string>(), seq->get<std::int64_t>(), hash->get<std::string>()};
}

}  // namespace

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

Result<KeptAnchors> read_anchors(const std::filesystem::path& file) {
  KeptAnchors kept;
  std::error_code error;
  if (!std::filesystem::exists(file, error) && !error) return kept;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (auto anchor = anchor_from(line)) {
      kept.anchors.push_back(std::move(*anchor));
    } else {
      ++kept.unreadable;
    }
  }
  if (stream.bad() || !stream.is_open()) {
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("{} cannot be read.", file.string())});
  }
  return kept;
}

}  // namespace saga::attach
