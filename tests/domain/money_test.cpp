// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/money.h"

#include <limits>

#include <gtest/gtest.h>

namespace saga {
namespace {

TEST(Money, IsWrittenWithItsCurrencysDigits) {
  EXPECT_EQ(to_string(Money{128'000, "KRW"}), "128000 KRW");
  EXPECT_EQ(to_string(Money{16'267, "USD"}), "162.67 USD");
  EXPECT_EQ(to_string(Money{1'234, "KWD"}), "1.234 KWD");
}

TEST(Money, SmallAndNegativeAmountsKeepTheirZeros) {
  EXPECT_EQ(to_string(Money{0, "USD"}), "0.00 USD");
  EXPECT_EQ(to_string(Money{7, "USD"}), "0.07 USD");
  EXPECT_EQ(to_string(Money{-7, "EUR"}), "-0.07 EUR");
  EXPECT_EQ(to_string(Money{-5, "KRW"}), "-5 KRW");
  EXPECT_EQ(to_string(Money{-12, "BHD"}), "-0.012 BHD");
}

TEST(Money, TheExtremesOfInt64HaveATextToo) {
  EXPECT_EQ(to_string(Money{std::numeric_limits<std::int64_t>::min(), "KRW"}), "-9223372036854775808 KRW");
  EXPECT_EQ(to_string(Money{std::numeric_limits<std::int64_t>::max(), "USD"}), "92233720368547758.07 USD");
}

TEST(Money, AnUnknownOrMissingCurrencyCountsTwoDigits) {
  EXPECT_EQ(to_string(Money{150, "???"}), "1.50 ???");
  EXPECT_EQ(to_string(Money{150, ""}), "1.50");
}

}  // namespace
}  // namespace saga
