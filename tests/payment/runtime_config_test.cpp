// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/log.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using std::chrono::milliseconds;

Result<Config> parse(const std::string& more, const std::string& before = "") {
  return parse_config(before + "[postgres]\nsaga = \"dbname=pay\"\n" + more, "sagad.toml");
}

std::string mistake(const std::string& more, const std::string& before = "") {
  const auto config = parse(more, before);
  return config ? "accepted" : config.error().message;
}

TEST(RuntimeConfig, DefaultsNeedOnlyADatabase) {
  const auto config = parse("");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->roles.size(), kAllRoles.size());
  EXPECT_EQ(config->conninfo_of(Role::Balances), "dbname=pay");
  EXPECT_EQ(config->batch.participant, 64);
  EXPECT_EQ(config->batch.orchestrator, 256);
  EXPECT_EQ(config->gather.gateway, milliseconds(8));
  EXPECT_EQ(config->gather.orchestrator, milliseconds(2));
  EXPECT_EQ(config->retry.max_attempts, 3);
  EXPECT_EQ(config->deadline_of("OrderValidation"), milliseconds(3000));
  EXPECT_EQ(config->deadline_of("StockConfirmation"), milliseconds(2000));
  EXPECT_TRUE(config->faults.empty());
  EXPECT_EQ(config->metrics_listen, "");
}

TEST(RuntimeConfig, ReadsEverything) {
  const auto config =
      parse(R"(
products = "dbname=products"
[redis]
socket = "/run/redis.sock"
database = 2
[batch]
participant = 1
[gather_ms]
gateway = 0
orchestrator = 5
[deadlines_ms]
BalanceDeduction = 150
[retry]
max_attempts = 5
backoff_ms = 10
backoff_cap_ms = 20
[janitor]
keep_changes_minutes = 5
keep_streams_seconds = 1
keep_sagas_days = 90
keep_inbox_days = 3
keep_consumers_minutes = 15
keep_metrics_days = 3
[metrics]
listen = "[::1]:0"
[verification]
every_minutes = 5
full_every_hours = 2
share_percent = 20
margin_seconds = 90
pause_seconds = 7
[legacy]
recover_after_ms = 700
[faults.Legacy]
crash_at = "prepared-all"
[faults.BalanceDeduction]
lose_reply = { permille = 10, attempts = 3 }
slow = [ { permille = 5, delay_ms = 700 }, { permille = 1, delay_ms = 9000, direction = "compensation" } ]
decline = { permille = 20, message = "the account is frozen" }
[faults.StockConfirmation]
fail = { permille = 3 }
refuse_compensation = { permille = 7 }
)",
            "instance = \"sagad-7\"\nroles = [\"orders\", \"gateway\", \"orders\"]\nlease_seconds = 4\n");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->instance, "sagad-7");
  EXPECT_EQ(config->roles, (std::vector<Role>{Role::Orders, Role::Gateway}));
  EXPECT_EQ(config->conninfo_of(Role::Products), "dbname=products");
  EXPECT_EQ(config->conninfo_of(Role::Orders), "dbname=pay");
  EXPECT_EQ(config->redis.unix_path, "/run/redis.sock");
  EXPECT_EQ(config->batch.participant, 1);
  EXPECT_EQ(config->gather.gateway, milliseconds(0));
  EXPECT_EQ(config->gather.orchestrator, milliseconds(5));
  EXPECT_EQ(config->deadline_of("BalanceDeduction"), milliseconds(150));
  EXPECT_EQ(config->retry.backoff_cap, milliseconds(20));
  EXPECT_EQ(config->keep_streams, std::chrono::seconds(1));
  EXPECT_EQ(config->recover_after, milliseconds(700));
  EXPECT_EQ(config->legacy_crash_at, CrashPoint::PreparedAll);
  EXPECT_EQ(config->lease, milliseconds(4000));
  EXPECT_EQ(config->keep_sagas_days, 90);
  EXPECT_EQ(config->keep_inbox_days, 3);
  EXPECT_EQ(config->keep_consumers, std::chrono::minutes(15));
  EXPECT_EQ(config->keep_metrics_days, 3);
  EXPECT_EQ(config->metrics_listen, "[::1]:0");
  EXPECT_EQ(config->verification.every, std::chrono::minutes(5));
  EXPECT_EQ(config->verification.full_every, std::chrono::hours(2));
  EXPECT_EQ(config->verification.share_percent, 20);
  EXPECT_EQ(config->verification.margin, std::chrono::seconds(90));
  EXPECT_EQ(config->verification.pause, std::chrono::seconds(7));
  const auto& faults = config->faults.at("BalanceDeduction");
  ASSERT_EQ(faults.size(), 4U);
  EXPECT_EQ(faults[0], (Fault{.kind = FaultKind::LoseReply, .permille = 10, .attempts = 3}));
  EXPECT_EQ(faults[2].direction, Direction::Compensation);
  EXPECT_EQ(faults[3].message, "the account is frozen");
  EXPECT_EQ(config->faults.at("StockConfirmation")[0].message, "StockConfirmation service: connection reset");
  EXPECT_EQ(config->faults.at("StockConfirmation")[1].direction, Direction::Compensation);
}

TEST(RuntimeConfig, NamesFileLineKeyAndWhatIsExpected) {
  EXPECT_EQ(parse_config("", "sagad.toml").error().message,
            "sagad.toml:1: postgres.saga: missing; expected the connection string of the saga database");
  EXPECT_EQ(mistake("[batch]\nparticipant = 65"),
            "sagad.toml:4: batch.participant: expected a whole number from 1 to 64");
  EXPECT_EQ(mistake("[batch]\nparticipant = \"many\""),
            "sagad.toml:4: batch.participant: expected a whole number from 1 to 64");
  EXPECT_EQ(mistake("[gather_ms]\ngateway = 101"),
            "sagad.toml:4: gather_ms.gateway: expected a whole number from 0 to 100");
  for (const char* where : {"9464", ":9464", "localhost", "localhost:http", "127.0.0.1:65536", "127.0.0.1:-1"}) {
    EXPECT_EQ(
        mistake("[metrics]\nlisten = \"" + std::string(where) + "\""),
        "sagad.toml:4: metrics.listen: expected a host and a port, \"127.0.0.1:9464\"; port 0 is any that is free");
  }
  EXPECT_EQ(mistake("", "roles = [\"cook\"]\n"),
            "sagad.toml:1: roles: \"cook\" is no role; expected gateway, orchestrator, orders, balances, products, "
            "payments, legacy, publisher, jobs, projector or janitor");
  EXPECT_EQ(mistake("", "log_level = \"loud\"\n"),
            "sagad.toml:1: log_level: expected trace, debug, info, warn or error");
  EXPECT_EQ(mistake("[retry]\nmax_attemps = 3"),
            "sagad.toml:4: retry.max_attemps: there is no such key; expected one of backoff_cap_ms, backoff_ms, "
            "max_attempts");
  EXPECT_EQ(mistake("[faults.StockConfirmation]\nslow = { permille = 5 }"),
            "sagad.toml:4: faults.StockConfirmation.slow.delay_ms: missing; expected how late the reply is, in "
            "milliseconds");
  EXPECT_EQ(mistake("[faults.StockConfirmation]\nfail = { attempts = 2 }"),
            "sagad.toml:4: faults.StockConfirmation.fail.permille: missing; expected a whole number from 0 to 1000");
  EXPECT_EQ(mistake("[faults.Shipping]\nfail = { permille = 5 }"),
            "sagad.toml:3: faults.Shipping: there is no such key; expected one of BalanceDeduction, BalanceRefund, "
            "Legacy, OrderCancellation, OrderValidation, PaymentCancellation, PaymentCreation, StockConfirmation, "
            "StockRelease");
  EXPECT_EQ(mistake("[faults.Legacy]\ncrash_at = \"sometime\""),
            "sagad.toml:4: faults.Legacy.crash_at: expected before-prepare, between-prepares, prepared-all, decided or "
            "between-commits");
  EXPECT_EQ(mistake("[janitor]\nkeep_sagas_days = 0"),
            "sagad.toml:4: janitor.keep_sagas_days: expected a whole number from 1 to 36500");
  EXPECT_EQ(mistake("[janitor]\nkeep_inbox_days = \"a week\""),
            "sagad.toml:4: janitor.keep_inbox_days: expected a whole number from 1 to 36500");
  EXPECT_EQ(mistake("", "lease_seconds = 0\n"), "sagad.toml:1: lease_seconds: expected a whole number from 1 to 3600");
  EXPECT_EQ(mistake("[redis]\npassword_file = \"/nowhere/x\""),
            "sagad.toml:4: redis.password_file: /nowhere/x: the file cannot be read");
  EXPECT_TRUE(mistake("= 3").starts_with("sagad.toml:3: not TOML: "));
  EXPECT_EQ(load_config("/nowhere/sagad.toml").error().message, "/nowhere/sagad.toml: the file cannot be read");
}

TEST(RuntimeLog, ForeignTextCannotEndALineOrDriveATerminal) {
  EXPECT_EQ(log_text("a \"b\" \\ \n\x1b[31m"), "\"a \\\"b\\\" \\\\ \\x0a\\x1b[31m\"");
}

}  // namespace
}  // namespace saga::test
