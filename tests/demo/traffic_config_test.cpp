// SPDX-License-Identifier: GPL-3.0-or-later
// payment-sagad refuses a configuration with a key that it does not know, so what the demo writes is read back here.
#include <set>

#include <gmock/gmock.h>

#include "backend/demo/traffic.h"
#include "backend/payment/runtime/config.h"

namespace saga::demo {
namespace {

TrafficOptions some_options() {
  TrafficOptions options;
  options.conninfo = "host='/tmp/a \"quoted\\\\' dir' dbname='payments' user='payment_sagad'";
  options.redis.unix_path = "/tmp/a/redis.sock";
  options.targets = "http://127.0.0.1:4711";
  return options;
}

TEST(TrafficConfig, IsReadByPaymentSagadAsItWasMeant) {
  const auto options = some_options();
  const auto config = payment::parse_config(sagad_config(options), "payment-sagad.toml");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->saga_conninfo, options.conninfo);
  EXPECT_EQ(config->redis.unix_path, options.redis.unix_path);
  ASSERT_TRUE(config->external.targets.contains("crm"));
  EXPECT_EQ(config->external.targets.at("crm").url, "http://127.0.0.1:4711/crm");
  for (const auto& [target, where] : config->external.targets) EXPECT_FALSE(where.url.empty()) << target;
}

TEST(TrafficConfig, InjectsEveryKindOfFault) {
  const auto config = payment::parse_config(sagad_config(some_options()), "payment-sagad.toml");
  ASSERT_TRUE(config) << config.error().message;
  std::set<payment::FaultKind> kinds;
  for (const auto& [step, faults] : config->faults) {
    for (const auto& fault : faults) kinds.insert(fault.kind);
  }
  EXPECT_THAT(kinds, testing::SizeIs(5));
}

}  // namespace
}  // namespace saga::demo
