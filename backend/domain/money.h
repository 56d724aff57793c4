// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace saga {

// An amount in minor units of its currency (cents; for KRW and JPY the unit itself). Never a floating-point number.
struct Money {
  std::int64_t minor = 0;
  std::string currency;  // ISO 4217
  friend bool operator==(const Money&, const Money&) = default;
};

// How many decimal digits the currency has; 2 for a currency that is not known. Source: ISO 4217, list one.
[[nodiscard]] int minor_digits(std::string_view currency);

// "128000 KRW", "162.67 USD": plain, without grouping; the GUI formats for the locale.
[[nodiscard]] std::string to_string(const Money& money);

}  // namespace saga
