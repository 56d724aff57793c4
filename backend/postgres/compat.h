// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <pqxx/pqxx>

// What differs between libpqxx 6.4 (Debian 12) and 7.10 (Debian 13) stands here and nowhere else.
namespace saga::pg::compat {

using Values = std::vector<std::optional<std::string>>;

#if PQXX_VERSION_MAJOR < 7

inline std::unique_ptr<pqxx::connection> connect(const std::string& conninfo) {
  auto link = std::make_unique<pqxx::connection>(conninfo);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  // 6.4 would otherwise reconnect by itself within the next statement.
  link->inhibit_reactivation(true);
#pragma GCC diagnostic pop
  link->set_verbosity(pqxx::connection_base::verbose);
  return link;
}

// Notices go to stderr unless someone else takes them.
using NoticeSink = std::unique_ptr<pqxx::quiet_errorhandler>;
inline NoticeSink silence(pqxx::connection& link) { return std::make_unique<pqxx::quiet_errorhandler>(link); }

inline std::vector<const char*> pointers(const Values& values) {
  std::vector<const char*> texts;
  texts.reserve(values.size());
  for (const auto& value : values) texts.push_back(value ? value->c_str() : nullptr);
  return texts;
}

inline pqxx::result exec(pqxx::nontransaction& channel, const std::string& sql, const Values& values) {
  return channel.exec_params(sql, pqxx::prepare::make_dynamic_params(pointers(values)));
}

inline pqxx::result exec_prepared(pqxx::nontransaction& channel, const std::string& name, const Values& values) {
  return channel.exec_prepared(name, pqxx::prepare::make_dynamic_params(pointers(values)));
}

inline void prepare(pqxx::connection& link, const std::string& name, const std::string& sql) {
  link.prepare(name, sql);
  try {
    link.prepare_now(name);
  } catch (...) {
    link.unprepare(name);  // or 6.4 would keep the text under this name for ever
    throw;
  }
}

#else

inline std::unique_ptr<pqxx::connection> connect(const std::string& conninfo) {
  auto link = std::make_unique<pqxx::connection>(conninfo);
  link->set_verbosity(pqxx::error_verbosity::verbose);
  return link;
}

struct NoticeSink {};
inline NoticeSink silence(pqxx::connection& link) {
  link.set_notice_handler([](pqxx::zview) {});
  return {};
}

inline pqxx::params params(const Values& values) {
  pqxx::params all;
  for (const auto& value : values) {
    if (value) {
      all.append(pqxx::zview(value->c_str(), value->size()));
    } else {
      all.append();
    }
  }
  return all;
}

inline pqxx::result exec(pqxx::nontransaction& channel, const std::string& sql, const Values& values) {
  return channel.exec(sql, params(values));
}

inline pqxx::result exec_prepared(pqxx::nontransaction& channel, const std::string& name, const Values& values) {
  return channel.exec(pqxx::prepped{name}, params(values));
}

inline void prepare(pqxx::connection& link, const std::string& name, const std::string& sql) {
  link.prepare(name, sql);
}

#endif

}  // namespace saga::pg::compat
