// SPDX-License-Identifier: GPL-3.0-or-later
// Row S1: the legacy path is killed at each of its points, with one database per domain. Whoever starts next settles
// what it left: the payment is everywhere, or nowhere until it is asked for again.
//
// Planted defects, each seen red:
//   - forget the decision log: in commit_two_phase (backend/payment/legacy/two_phase.cpp) do not write the decision
//   - no recovery: leave start_recovery out of System::start_roles
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "backend/private_servers/child_process.h"
#include "backend/private_servers/private_directory.h"
#include "tests/payment/shop.h"
#include "tests/payment/system_fixture.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

struct Crash {
  const char* point;
  const char* left;  // prepared, decisions and payments right after the crash
};

class S1_LegacyCrash : public SystemTest, public testing::WithParamInterface<Crash> {
 protected:
  S1_LegacyCrash() : SystemTest(Layout::OneADomain) {
    auto directory = PrivateDirectory::create("saga-crash");
    EXPECT_TRUE(directory) << directory.error().message;
    directory_ = std::make_unique<PrivateDirectory>(std::move(*directory));
  }

  ChildProcess start_legacy(const std::string& name, const std::string& more) {
    std::string toml = fmt::format(
        "instance = \"{}\"\nlog_level = \"warn\"\nroles = [\"legacy\"]\n[legacy]\nrecover_after_ms = 1500\n"
        "[redis]\nsocket = \"{}\"\n[postgres]\nsaga = \"{}\"\n",
        name, config_.redis.unix_path, config_.saga_conninfo);
    for (const auto& [schema, conninfo] : config_.domain_conninfo)
      toml += fmt::format("{} = \"{}\"\n", schema, conninfo);
    const auto file = directory_->path() / (name + ".toml");
    std::ofstream(file) << toml << more;
    const char* bin = std::getenv("SAGA_BIN");
    auto child = ChildProcess::start(
        {.argv = {std::string(bin != nullptr ? bin : ".") + "/payment-sagad", "--config", file.string()},
         .output = directory_->path() / (name + ".log"),
         .death_signal = SIGKILL});
    if (!child) {
      std::cerr << child.error().message << '\n';
      std::exit(2);
    }
    return std::move(*child);
  }

  std::unique_ptr<PrivateDirectory> directory_;
};

TEST_P(S1_LegacyCrash, IsSettledByWhoeverStartsNext) {
  Shop shop(config_);
  const auto orders = shop.place(3, {.insufficient = 0, .invalid = 0, .no_stock = 0, .coupon = 100, .hot = 100});
  shop.ask_legacy(orders);
  {
    auto doomed = start_legacy("doomed", fmt::format("[faults.Legacy]\ncrash_at = \"{}\"\n", GetParam().point));
    const auto ended = doomed.wait(20s);
    ASSERT_TRUE(ended) << "it was to be killed";
    EXPECT_EQ(ended->signal, SIGKILL) << ended->text();
  }
  const std::string decided = value("select count(*) from saga.transaction_decision");
  EXPECT_EQ(fmt::format("{} prepared, {} decided, {} claimed",
                        value("select count(*) from pg_prepared_xacts where starts_with(gid, 'saga-legacy:')"), decided,
                        value("select count(*) from saga.payment_route")),
            GetParam().left);

  // Another instance, which has never heard of the transaction.
  auto next = start_legacy("next", "");
  EXPECT_TRUE(becomes("select outcome, count(*) from saga.payment_route group by 1", "COMPLETED|3", 40s));
  EXPECT_TRUE(becomes("select count(*) from pg_prepared_xacts where starts_with(gid, 'saga-legacy:')", "0"));
  EXPECT_EQ(value_in("payments", "select count(*) from payments.payment"), "3");
  EXPECT_EQ(value_in("balances", "select count(*) from balances.balance_entry where kind = 'DEBIT'"), "3");
  expect_sound();
  EXPECT_TRUE(next.terminate(5s, SIGTERM).ok());
  if (HasFailure()) directory_->keep();
}

INSTANTIATE_TEST_SUITE_P(EachPoint, S1_LegacyCrash,
                         testing::Values(Crash{"before-prepare", "0 prepared, 0 decided, 0 claimed"},
                                         Crash{"between-prepares", "1 prepared, 0 decided, 0 claimed"},
                                         Crash{"prepared-all", "5 prepared, 0 decided, 0 claimed"},
                                         Crash{"decided", "5 prepared, 1 decided, 0 claimed"},
                                         Crash{"between-commits", "4 prepared, 1 decided, 1 claimed"}),
                         [](const auto& crash) {
                           std::string name = crash.param.point;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace saga::test
