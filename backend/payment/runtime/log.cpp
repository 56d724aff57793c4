// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/log.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace saga::payment {

std::string log_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

void OutageLog::lost(std::string_view what, const Error& error) {
  if (message_ == error.message && what_ == what) return;
  what_ = what;
  message_ = error.message;
  spdlog::warn("event=waiting role={} for={} error={}", who_, log_text(what), log_text(error.message));
}

void OutageLog::back() {
  if (!message_) return;
  spdlog::info("event=resumed role={} after={}", who_, log_text(what_));
  message_.reset();
}

}  // namespace saga::payment
