// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "backend/payment/runtime/config_external.h"
#include "backend/payment/runtime/toml_table.h"
#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr std::array<std::pair<std::string_view, int>, 8> kDefaultDeadlines{{{"OrderValidation", 3000},
                                                                             {"BalanceDeduction", 2000},
                                                                             {"StockConfirmation", 2000},
                                                                             {"PaymentCreation", 3000},
                                                                             {"PaymentCancellation", 3000},
                                                                             {"StockRelease", 2000},
                                                                             {"BalanceRefund", 2000},
                                                                             {"OrderCancellation", 3000}}};
constexpr std::int64_t kHour = 3'600'000;

Result<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) {
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("{}: the file cannot be read", file.string())});
  }
  return text.str();
}

void read_roles(TomlTable& root, Config& config) {
  const auto names = root.texts("roles");
  if (!names) return;
  config.roles.clear();
  for (const std::string& name : *names) {
    const auto role = role_from(name);
    if (!role) {
      return root.wrong("roles", fmt::format("\"{}\" is no role; expected gateway, orchestrator, orders, balances, "
                                             "products, payments, legacy, publisher, jobs, projector or janitor",
                                             name));
    }
    if (std::ranges::find(config.roles, *role) == config.roles.end()) config.roles.push_back(*role);
  }
}

void read_postgres(TomlTable& root, Config& config) {
  auto table = root.table("postgres");
  if (!table) return root.wrong("postgres.saga", "missing; expected the connection string of the saga database");
  config.saga_conninfo = table->text("saga").value_or("");
  if (config.saga_conninfo.empty())
    table->wrong("saga", "missing; expected the connection string of the saga database");
  for (const StepTopics& step : kPaymentSteps) {
    config.domain_conninfo[std::string(step.participant)] =
        table->text(step.participant).value_or(config.saga_conninfo);
  }
  table->close();
}

void read_redis(TomlTable& root, Config& config) {
  auto table = root.table("redis");
  if (!table) return;
  config.redis.unix_path = table->text("socket").value_or("");
  config.redis.host = table->text("host").value_or(config.redis.host);
  config.redis.port = static_cast<int>(table->integer("port", 1, 65535).value_or(config.redis.port));
  config.redis.database = static_cast<int>(table->integer("database", 0, 1'000'000).value_or(0));
  config.redis.user = table->text("user").value_or("");
  if (const auto file = table->text("password_file")) {
    auto password = read_file(*file);
    if (!password) return table->wrong("password_file", password.error().message);
    while (password->ends_with('\n') || password->ends_with('\r')) password->pop_back();
    config.redis.password = std::move(*password);
  }
  table->close();
}

void read_numbers(TomlTable& root, Config& config) {
  if (auto batch = root.table("batch")) {
    const auto size = [&](const char* key, int low, int high, int& out) {
      out = static_cast<int>(batch->integer(key, low, high).value_or(out));
    };
    size("participant", 1, 64, config.batch.participant);
    size("orchestrator", 1, 10'000, config.batch.orchestrator);
    size("gateway", 1, 10'000, config.batch.gateway);
    batch->close();
  }
  if (auto gather = root.table("gather_ms")) {
    const auto time = [&](const char* key, milliseconds& out) {
      out = milliseconds(gather->integer(key, 0, 100).value_or(out.count()));
    };
    time("gateway", config.gather.gateway);
    time("orchestrator", config.gather.orchestrator);
    gather->close();
  }
  for (const auto& [step, ms] : kDefaultDeadlines) config.deadlines[std::string(step)] = milliseconds(ms);
  if (auto deadlines = root.table("deadlines_ms")) {
    for (auto& [step, deadline] : config.deadlines) {
      deadline = milliseconds(deadlines->integer(step, 1, kHour).value_or(deadline.count()));
    }
    deadlines->close();
  }
  if (auto retry = root.table("retry")) {
    config.retry.max_attempts =
        static_cast<int>(retry->integer("max_attempts", 1, 1000).value_or(config.retry.max_attempts));
    config.retry.backoff = milliseconds(retry->integer("backoff_ms", 0, kHour).value_or(config.retry.backoff.count()));
    config.retry.backoff_cap =
        milliseconds(retry->integer("backoff_cap_ms", 0, kHour).value_or(config.retry.backoff_cap.count()));
    retry->close();
  }
  if (auto legacy = root.table("legacy")) {
    config.recover_after =
        milliseconds(legacy->integer("recover_after_ms", 100, kHour).value_or(config.recover_after.count()));
    legacy->close();
  }
  if (auto janitor = root.table("janitor")) {
    config.keep_changes = std::chrono::minutes(
        janitor->integer("keep_changes_minutes", 1, 1'000'000).value_or(config.keep_changes.count()));
    config.keep_streams = std::chrono::seconds(
        janitor->integer("keep_streams_seconds", 0, 1'000'000).value_or(config.keep_streams.count()));
    config.keep_sagas_days =
        static_cast<int>(janitor->integer("keep_sagas_days", 1, 36'500).value_or(config.keep_sagas_days));
    config.keep_inbox_days =
        static_cast<int>(janitor->integer("keep_inbox_days", 1, 36'500).value_or(config.keep_inbox_days));
    config.keep_deliveries_days =
        static_cast<int>(janitor->integer("keep_deliveries_days", 1, 36'500).value_or(config.keep_deliveries_days));
    config.keep_metrics_days =
        static_cast<int>(janitor->integer("keep_metrics_days", 1, 36'500).value_or(config.keep_metrics_days));
    config.keep_consumers = std::chrono::minutes(
        janitor->integer("keep_consumers_minutes", 1, 1'000'000).value_or(config.keep_consumers.count()));
    janitor->close();
  }
}

void read_verification(TomlTable& root, Config& config) {
  auto table = root.table("verification");
  if (!table) return;
  VerificationSchedule& to = config.verification;
  using std::chrono::minutes, std::chrono::hours, std::chrono::seconds;
  constexpr std::int64_t kMonth = 31LL * 24 * 60;  // in minutes
  if (const auto every = table->integer("every_minutes", 0, kMonth)) to.every = minutes(*every);
  if (const auto full = table->integer("full_every_hours", 1, kMonth / 60)) to.full_every = hours(*full);
  to.share_percent = static_cast<int>(table->integer("share_percent", 1, 100).value_or(to.share_percent));
  if (const auto margin = table->integer("margin_seconds", 0, 3600)) to.margin = seconds(*margin);
  if (const auto pause = table->integer("pause_seconds", 0, 3600)) to.pause = seconds(*pause);
  table->close();
}

// "127.0.0.1:9464", "[::1]:0": the host is said, so that nobody opens it to the world without meaning to.
bool is_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view digits = text.substr(colon + 1);
  int port = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return error == std::errc{} && end == digits.data() + digits.size() && port >= 0 && port <= 65535;
}

void read_metrics(TomlTable& root, Config& config) {
  auto metrics = root.table("metrics");
  if (!metrics) return;
  config.metrics_listen = metrics->text("listen").value_or("");
  if (!config.metrics_listen.empty() && !is_address(config.metrics_listen)) {
    metrics->wrong("listen", "expected a host and a port, \"127.0.0.1:9464\"; port 0 is any that is free");
  }
  metrics->close();
}

std::string default_message(FaultKind kind, std::string_view step) {
  switch (kind) {
    case FaultKind::LoseReply:
    case FaultKind::Slow: return "";
    case FaultKind::Fail: return fmt::format("{} service: connection reset", step);
    case FaultKind::Decline: return fmt::format("{} was declined", step);
    case FaultKind::RefuseCompensation: return fmt::format("{} cannot be undone", step);
  }
  return "";
}

Fault read_fault(TomlTable& table, FaultKind kind, std::string_view step) {
  Fault fault{.kind = kind};
  const auto permille = table.integer("permille", 0, 1000);
  if (!permille) table.wrong("permille", "missing; expected a whole number from 0 to 1000");
  fault.permille = static_cast<int>(permille.value_or(0));
  fault.attempts = static_cast<int>(table.integer("attempts", 1, 1'000'000).value_or(fault.attempts));
  if (kind == FaultKind::Slow) {
    const auto delay = table.integer("delay_ms", 1, kHour);
    if (!delay) table.wrong("delay_ms", "missing; expected how late the reply is, in milliseconds");
    fault.delay = milliseconds(delay.value_or(0));
  }
  if (kind != FaultKind::LoseReply && kind != FaultKind::Slow) {
    fault.message = table.text("message").value_or(default_message(kind, step));
  }
  if (kind == FaultKind::RefuseCompensation) {
    fault.direction = Direction::Compensation;
  } else if (kind != FaultKind::Decline) {
    const std::string direction = table.text("direction").value_or("forward");
    if (direction != "forward" && direction != "compensation") {
      table.wrong("direction", "expected \"forward\" or \"compensation\"");
    }
    fault.direction = direction == "compensation" ? Direction::Compensation : Direction::Forward;
  }
  table.close();
  return fault;
}

void read_faults(TomlTable& root, Config& config) {
  auto faults = root.table("faults");
  if (!faults) return;
  for (const StepTopics& step : all_steps()) {
    auto of_step = faults->table(step.step);
    if (!of_step) continue;
    for (const FaultKind kind :
         {FaultKind::LoseReply, FaultKind::Slow, FaultKind::Fail, FaultKind::Decline, FaultKind::RefuseCompensation}) {
      for (TomlTable& table : of_step->tables(to_text(kind))) {
        config.faults[std::string(step.step)].push_back(read_fault(table, kind, step.step));
      }
    }
    of_step->close();
  }
  if (auto legacy = faults->table("Legacy")) {
    if (const auto at = legacy->text("crash_at")) {
      config.legacy_crash_at = crash_point_from(*at);
      if (!config.legacy_crash_at) {
        legacy->wrong("crash_at",
                      "expected before-prepare, between-prepares, prepared-all, decided or between-commits");
      }
    }
    legacy->close();
  }
  faults->close();
}

}  // namespace

const std::string& Config::conninfo_of(Role participant) const {
  const auto found = domain_conninfo.find(to_text(participant));
  return found != domain_conninfo.end() ? found->second : saga_conninfo;
}

std::chrono::milliseconds Config::deadline_of(std::string_view step) const {
  if (const auto found = deadlines.find(step); found != deadlines.end()) return found->second;
  const auto* known = std::ranges::find(kDefaultDeadlines, step, &std::pair<std::string_view, int>::first);
  return milliseconds(known != kDefaultDeadlines.end() ? known->second : 3000);
}

Result<Config> parse_config(std::string_view toml, std::string_view file_name) {
  TomlMistake mistake{std::string(file_name)};
  Config config;
  try {
    const toml::table parsed = toml::parse(toml, file_name);
    TomlTable root(parsed, "", mistake);
    config.instance = root.text("instance").value_or(config.instance);
    config.log_level = root.text("log_level").value_or(config.log_level);
    constexpr std::array<std::string_view, 5> kLevels{"trace", "debug", "info", "warn", "error"};
    if (std::ranges::find(kLevels, config.log_level) == kLevels.end()) {
      root.wrong("log_level", "expected trace, debug, info, warn or error");
    }
    config.lease = std::chrono::seconds(root.integer("lease_seconds", 1, 3600).value_or(config.lease.count() / 1000));
    read_roles(root, config);
    read_postgres(root, config);
    read_redis(root, config);
    read_numbers(root, config);
    read_verification(root, config);
    read_metrics(root, config);
    read_faults(root, config);
    read_external(root, config.external);
    root.close();
  } catch (const toml::parse_error& error) {
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("{}:{}: not TOML: {}", file_name,
                                                                 error.source().begin.line, error.description())});
  }
  if (mistake.error) return std::unexpected(*mistake.error);
  return config;
}

Result<Config> load_config(const std::filesystem::path& file) {
  const auto text = read_file(file);
  if (!text) return std::unexpected(text.error());
  return parse_config(*text, file.string());
}

}  // namespace saga::payment
