// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

namespace saga::test {

// Errors and the headings under which they are gathered; for SQL and C++ alike.
inline constexpr std::pair<const char*, const char*> kErrorCases[] = {
    {"connection reset", "connection reset"},
    {"order O-4753013: balance 120 is less than 4,500", "order …: balance … is less than …"},
    {"order B-99: balance -3 is less than 1.5", "order …: balance … is less than …"},
    {"no answer within 3 s (attempt 3 of 3)", "no answer within … s (attempt … of …)"},
    {"saga 018e2d71-96a4-7000-8000-00000000a001 is gone", "saga … is gone"},
    {"product \"blue  mug\" is 'sold out' at 0x7f3a, deadbeef01", "product … is … at …, …"},
    {"user's card", "user's card"},
    {"  spaces \n and\ttabs  ", "spaces and tabs"},
    {"잔액 1,200원이 부족합니다", "잔액 …원이 부족합니다"},
    {"StockConfirmation (compensation): no reply within 250 ms, 3 attempts",
     "StockConfirmation (compensation): no reply within … ms, … attempts"},
    {"", ""}};

}  // namespace saga::test
