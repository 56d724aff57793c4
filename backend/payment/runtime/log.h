// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backend/outcome/error.h"

namespace saga::payment {

// A value for a log line of key=value pairs: quoted, and what could end the line or drive a terminal escaped.
[[nodiscard]] std::string log_text(std::string_view text);

// Says once that something is lost and once that it is back, however often it is tried in between.
class OutageLog {
 public:
  explicit OutageLog(std::string who) : who_(std::move(who)) {}
  void lost(std::string_view what, const Error& error);
  void back();
  [[nodiscard]] bool is_lost() const { return message_.has_value(); }

 private:
  std::string who_;
  std::string what_ = {};
  std::optional<std::string> message_ = {};
};

}  // namespace saga::payment
