// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "backend/outcome/error.h"

namespace saga {

// How often which value came, in classes that are the same for every histogram, so that histograms of many processes
// and minutes can be added up and only then be asked for a percentile. (Percentiles themselves cannot be averaged.)
//
// The classes are log-linear, with the first two decimal digits of a value rounded up: 0 to 100 each are a class of
// their own; then ninety a decade, (100, 110], (110, 120] … (990, 1000], (1000, 1100] …, up to ten thousand million.
// A class stands for its middle, so a value is off by at most 5 % of itself (kRelativeError), and a round bound such as
// 2,000,000 is one between two classes: how many values are not above it is known exactly. saga.histogram_middle and
// saga.histogram_percentile of the SQL contract say the same.
//
// Values are whole numbers from 0: microseconds for durations, else a number of things. A value, not a thread's.
class Histogram {
 public:
  static constexpr std::int64_t kHighest = 10'000'000'000;  // what is above counts as this
  static constexpr int kClasses = 101 + 90 * 8;
  static constexpr double kRelativeError = 0.05;

  // As it is stored: classes in rising order and how often each came, never 0, and the sum of all values.
  struct Encoded {
    std::vector<int> classes = {};
    std::vector<std::int64_t> counts = {};
    std::int64_t sum = 0;
    friend bool operator==(const Encoded&, const Encoded&) = default;
  };

  [[nodiscard]] static int class_of(std::int64_t value);  // of a negative one: 0
  [[nodiscard]] static std::int64_t upper(int value_class);
  [[nodiscard]] static std::int64_t middle(int value_class);

  void add(std::int64_t value, std::int64_t times = 1);
  // `times` values of one class; what they add up to is said apart.
  void add_class(int value_class, std::int64_t times);
  void add_sum(std::int64_t sum) { sum_ += sum; }
  void merge(const Histogram& other);
  // What came since: `earlier` is an older state of the same histogram.
  [[nodiscard]] Histogram since(const Histogram& earlier) const;

  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] std::int64_t sum() const { return sum_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  // The value that the part `p` (0 to 1) of all values does not exceed, within kRelativeError; of none: nothing.
  [[nodiscard]] std::optional<std::int64_t> percentile(double p) const;
  // How many values are at most `bound`: exact where the bound is one between classes, else those of its class with it.
  [[nodiscard]] std::int64_t at_most(std::int64_t bound) const;

  [[nodiscard]] Encoded encode() const;
  // Invalid: the lists are not of one length, a class is out of range or out of order, a count is not above 0.
  [[nodiscard]] static Result<Histogram> decode(const Encoded& encoded);

  friend bool operator==(const Histogram&, const Histogram&) = default;

 private:
  std::map<int, std::int64_t> counts_;  // by class
  std::int64_t count_ = 0;
  std::int64_t sum_ = 0;
};

}  // namespace saga
