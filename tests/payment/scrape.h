// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>

#include <gtest/gtest.h>

namespace saga::test {

// What the endpoint at "127.0.0.1:9464" answers, as any HTTP client sees it; fails the test if it does not.
std::string scrape_text(const std::string& address);

// The same, read: "payment_saga_failed_total{reason="X",saga_type="PaymentSaga"}" -> 3.
using Scraped = std::map<std::string, double>;
Scraped scrape(const std::string& address);

// One line for each sample whose name begins so: "name{labels} 3".
std::string lines_of(const Scraped& scraped, const std::string& beginning);

// The sum of all samples of a metric whose labels hold `labels` ("" for any): {reason="X"} is held as reason="X".
double sum_of(const Scraped& scraped, const std::string& metric, const std::string& labels = {});

// Waits until `read` of what is shown there is `expected`: a commit is seen before it is counted.
testing::AssertionResult shows(const std::string& address, const std::function<std::string(const Scraped&)>& read,
                               const std::string& expected);

}  // namespace saga::test
