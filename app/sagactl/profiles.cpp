// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json.h"
#include "app/sagactl/text.h"
#include "backend/attach/probe.h"

namespace saga::ctl {
namespace {

std::string_view name_of(attach::Part::State state) {
  switch (state) {
    case attach::Part::State::Fine: return "ok";
    case attach::Part::State::Failed: return "failed";
    case attach::Part::State::NotTried: return "not tried";
  }
  return "not tried";
}

std::string place_of(const attach::Profile& profile) {
  return fmt::format("{}:{}/{}", profile.postgres.host, profile.postgres.port, profile.postgres.dbname);
}

}  // namespace

int list_profiles(const Options& options) {
  Json document{{"profiles", Json::array()}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, file, demo, profile] : attach::list_profiles()) {
    document["profiles"].push_back({{"name", name},
                                    {"demo", demo},
                                    {"file", file.string()},
                                    {"environment", profile ? Json(attach::to_text(profile->environment)) : Json()},
                                    {"postgres", profile ? Json(place_of(*profile)) : Json()},
                                    {"user", profile ? Json(profile->postgres.user) : Json()},
                                    {"redis", profile ? Json(profile->redis.has_value()) : Json()},
                                    {"error", profile ? Json() : to_json(profile.error())}});
    rows.push_back({name, profile ? std::string(attach::to_text(profile->environment)) : "-",
                    profile ? profile->postgres.user : "-", profile ? place_of(*profile) : profile.error().message});
  }
  fmt::print("{}", options.json ? dump(document) : table({"PROFILE", "ENVIRONMENT", "USER", "POSTGRESQL"}, rows));
  return kDone;
}

int test_profile(const Options& options, const attach::Profile& profile) {
  const auto parts = attach::probe(profile, "sagactl");
  const bool fine =
      std::ranges::all_of(parts, [](const attach::Part& part) { return part.state == attach::Part::State::Fine; });
  Json document{{"profile", profile.name},
                {"environment", attach::to_text(profile.environment)},
                {"ok", fine},
                {"parts", Json::array()}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& part : parts) {
    document["parts"].push_back(
        {{"name", part.name},
         {"state", part.state == attach::Part::State::NotTried ? "not_tried" : name_of(part.state)},
         {"detail", part.detail},
         {"advice", part.advice.empty() ? Json() : Json(part.advice)}});
    rows.push_back({part.name, std::string(name_of(part.state)),
                    part.advice.empty() ? part.detail : part.detail + " " + part.advice});
  }
  fmt::print("{}", options.json ? dump(document) : table({"PART", "STATE", "DETAIL"}, rows));
  return fine ? kDone : kCannotConnect;
}

}  // namespace saga::ctl
