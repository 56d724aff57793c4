// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/money.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace saga {

int minor_digits(std::string_view currency) {
  static constexpr std::array<std::string_view, 9> kNone{"KRW", "JPY", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "PYG"};
  static constexpr std::array<std::string_view, 6> kThree{"BHD", "IQD", "JOD", "KWD", "OMR", "TND"};
  if (std::ranges::find(kNone, currency) != kNone.end()) return 0;
  if (std::ranges::find(kThree, currency) != kThree.end()) return 3;
  return 2;
}

std::string to_string(const Money& money) {
  const int digits = minor_digits(money.currency);
  const bool negative = money.minor < 0;
  // Through unsigned, so that the smallest int64 has a text too.
  auto rest = negative ? 0 - static_cast<std::uint64_t>(money.minor) : static_cast<std::uint64_t>(money.minor);
  std::string text = std::to_string(rest);
  if (digits > 0) {
    const auto wanted = static_cast<std::size_t>(digits) + 1;
    if (text.size() < wanted) text.insert(0, wanted - text.size(), '0');
    text.insert(text.size() - static_cast<std::size_t>(digits), ".");
  }
  if (negative) text.insert(0, "-");
  return money.currency.empty() ? text : text + " " + money.currency;
}

}  // namespace saga
