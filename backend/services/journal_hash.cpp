// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/journal_hash.h"

#include <array>
#include <chrono>
#include <iterator>
#include <string_view>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace saga {
namespace {

// A string as PostgreSQL writes it in jsonb: only what JSON demands is escaped, and other bytes stay as they are.
void append_json(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void append_json(std::string& out, const std::optional<std::string>& text) {
  if (text) {
    append_json(out, std::string_view(*text));
  } else {
    out += "null";
  }
}

// to_char(… at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
std::string time_text(TimePoint at) {
  using namespace std::chrono;
  const auto day = floor<days>(at);
  const year_month_day date(day);
  const hh_mm_ss time(duration_cast<microseconds>(at - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::string sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr);
  std::string hex;
  hex.reserve(2 * std::size_t{length});
  for (unsigned int i = 0; i < length; ++i) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 0xF];
  }
  return hex;
}

}  // namespace

std::string journal_hash(const JournalEntry& entry) {
  std::string text = entry.prev_hash + "[";
  append_json(text, std::string_view(entry.area));
  text += ", " + std::to_string(entry.seq);
  for (const std::string* part : {&entry.kind, &entry.who, &entry.what, &entry.on_what, &entry.why}) {
    text += ", ";
    append_json(text, std::string_view(*part));
  }
  text += ", ";
  append_json(text, entry.before);
  text += ", ";
  append_json(text, entry.after);
  text += ", ";
  append_json(text, std::string_view(time_text(entry.at)));
  text += ']';
  return sha256(text);
}

}  // namespace saga
