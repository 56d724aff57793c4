// SPDX-License-Identifier: GPL-3.0-or-later
#include <libpq-fe.h>
#include <map>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "backend/postgres/session.h"

namespace saga::pg {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

Result<std::map<std::string, std::string>> parse(const std::string& conninfo) {
  char* reason = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(conninfo.c_str(), &reason));
  if (!options) {
    std::string why = reason ? reason : "out of memory";
    PQfreemem(reason);
    while (why.ends_with('\n')) why.pop_back();
    return std::unexpected(Error{ErrorKind::Invalid, "The PostgreSQL connection string cannot be read: " + why});
  }
  std::map<std::string, std::string> given;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) given[option->keyword] = option->val;
  }
  return given;
}

std::string conninfo_quoted(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

}  // namespace

Result<std::string> connection_string(const Settings& settings) {
  auto parsed = parse(settings.conninfo);
  if (!parsed) return std::unexpected(parsed.error());
  auto& given = *parsed;

  // The last -c of a name counts, so ours stand behind what the user has set.
  std::string options = given["options"];
  if (!options.empty()) options += ' ';
  options += "-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c client_min_messages=warning";
  // What operators may do is counted under this one only, whatever the database or the role begins with.
  options += R"( -c default_transaction_isolation=read\ committed)";
  if (settings.read_only) options += " -c default_transaction_read_only=on";
  if (settings.statement_timeout.count() > 0) {
    options += fmt::format(" -c statement_timeout={}", settings.statement_timeout.count());
  }
  given["options"] = options;
  given["client_encoding"] = "UTF8";
  if (!settings.application_name.empty()) given["application_name"] = settings.application_name;
  given.try_emplace("connect_timeout", std::to_string(settings.connect_timeout.count()));
  // A peer that vanished without a word is noticed within half a minute.
  given.try_emplace("keepalives_idle", "10");
  given.try_emplace("keepalives_interval", "5");
  given.try_emplace("keepalives_count", "3");
  given.try_emplace("tcp_user_timeout", "25000");

  std::string text;
  for (const auto& [key, value] : given)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", key, conninfo_quoted(value));
  return text;
}

}  // namespace saga::pg
