// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/receiver/behaviour.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saga::payment {
namespace {

using Json = nlohmann::json;

std::string out_of_range(const std::string& key, double low, double high) {
  return fmt::format("{}: expected a number from {} to {}", key, low, high);
}

// Empty: it was read.
std::string read_one(const std::string& key, const Json& value, Behaviour& to) {
  const auto within = [&](double low, double high) {
    return value.is_number() && value.get<double>() >= low && value.get<double>() <= high;
  };
  for (const auto& [name, out] : {std::pair<const char*, double*>{"hang", &to.hang},
                                  {"drop", &to.drop},
                                  {"refuse", &to.refuse},
                                  {"fail", &to.fail},
                                  {"slow", &to.slow}}) {
    if (key != name) continue;
    if (!within(0, 1)) return out_of_range(key, 0, 1);
    *out = value.get<double>();
    return {};
  }
  for (const auto& [name, out] :
       {std::pair<const char*, std::chrono::milliseconds*>{"hangMs", &to.hang_for}, {"slowMs", &to.slow_for}}) {
    if (key != name) continue;
    if (!within(0, 600'000)) return out_of_range(key, 0, 600'000);
    *out = std::chrono::milliseconds(value.get<int>());
    return {};
  }
  if (key == "refuseStatus" || key == "failStatus") {
    const int low = key == "refuseStatus" ? 400 : 500;
    if (!within(low, low + 99)) return out_of_range(key, low, low + 99);
    (key == "refuseStatus" ? to.refuse_status : to.fail_status) = value.get<int>();
    return {};
  }
  if (key == "text") {
    if (!value.is_string()) return "text: expected a text";
    to.text = value.get<std::string>();
    return {};
  }
  return fmt::format("{}: there is no such key", key);
}

}  // namespace

Result<Behaviour> behaviour_from(std::string_view json) {
  const Json all = Json::parse(json, nullptr, false);
  if (!all.is_object()) return std::unexpected(Error{ErrorKind::Invalid, "expected a JSON object"});
  Behaviour behaviour;
  for (auto each = all.begin(); each != all.end(); ++each) {
    if (auto problem = read_one(each.key(), each.value(), behaviour); !problem.empty()) {
      return std::unexpected(Error{ErrorKind::Invalid, std::move(problem)});
    }
  }
  return behaviour;
}

}  // namespace saga::payment
