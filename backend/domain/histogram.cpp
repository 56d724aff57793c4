// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/histogram.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace saga {
namespace {

constexpr int kExact = 100;  // up to here each value is a class
constexpr int kADecade = 90;

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// The classes above kExact: which decade, and which class within it.
struct Place {
  int decade = 1;  // 1: (100, 1000]
  int step = 0;    // 0: the first tenth above its beginning
};
Place place_of(int value_class) {
  const int above = value_class - kExact - 1;
  return {1 + above / kADecade, above % kADecade};
}

}  // namespace

int Histogram::class_of(std::int64_t value) {
  if (value <= kExact) return static_cast<int>(std::max<std::int64_t>(value, 0));
  value = std::min(value, kHighest);
  int decade = 1;
  std::int64_t width = 10;
  while (value > 100 * width) {
    width *= 10;
    ++decade;
  }
  // A bound belongs to the class below it.
  const auto step = static_cast<int>((value - 1) / width) - 10;
  return kExact + 1 + (decade - 1) * kADecade + step;
}

std::int64_t Histogram::upper(int value_class) {
  if (value_class <= kExact) return std::max(value_class, 0);
  const Place place = place_of(value_class);
  return (11 + place.step) * power_of_ten(place.decade);
}

std::int64_t Histogram::middle(int value_class) {
  if (value_class <= kExact) return std::max(value_class, 0);
  const Place place = place_of(value_class);
  return (21 + 2 * place.step) * 5 * power_of_ten(place.decade - 1);
}

void Histogram::add(std::int64_t value, std::int64_t times) {
  add_class(class_of(value), times);
  if (times > 0) sum_ += std::max<std::int64_t>(value, 0) * times;
}

void Histogram::add_class(int value_class, std::int64_t times) {
  if (times <= 0) return;
  counts_[std::clamp(value_class, 0, kClasses - 1)] += times;
  count_ += times;
}

void Histogram::merge(const Histogram& other) {
  for (const auto& [value_class, times] : other.counts_) add_class(value_class, times);
  sum_ += other.sum_;
}

Histogram Histogram::since(const Histogram& earlier) const {
  Histogram more;
  for (const auto& [value_class, times] : counts_) {
    const auto before = earlier.counts_.find(value_class);
    more.add_class(value_class, times - (before == earlier.counts_.end() ? 0 : before->second));
  }
  more.sum_ = sum_ - earlier.sum_;
  return more;
}

std::optional<std::int64_t> Histogram::percentile(double p) const {
  if (count_ == 0) return std::nullopt;
  const double rank = std::max(1.0, std::ceil(p * static_cast<double>(count_)));
  std::int64_t seen = 0;
  for (const auto& [value_class, times] : counts_) {
    seen += times;
    if (static_cast<double>(seen) >= rank) return middle(value_class);
  }
  return middle(counts_.rbegin()->first);
}

std::int64_t Histogram::at_most(std::int64_t bound) const {
  if (bound < 0) return 0;
  std::int64_t found = 0;
  for (auto at = counts_.begin(); at != counts_.end() && at->first <= class_of(bound); ++at) found += at->second;
  return found;
}

Histogram::Encoded Histogram::encode() const {
  Encoded encoded{.sum = sum_};
  for (const auto& [value_class, times] : counts_) {
    encoded.classes.push_back(value_class);
    encoded.counts.push_back(times);
  }
  return encoded;
}

Result<Histogram> Histogram::decode(const Encoded& encoded) {
  const auto wrong = [](std::string why) { return std::unexpected(Error{ErrorKind::Invalid, std::move(why)}); };
  if (encoded.classes.size() != encoded.counts.size()) {
    return wrong(
        fmt::format("a histogram has {} classes and {} counts", encoded.classes.size(), encoded.counts.size()));
  }
  Histogram histogram;
  int last = -1;
  for (std::size_t i = 0; i < encoded.classes.size(); ++i) {
    const int value_class = encoded.classes[i];
    if (value_class <= last || value_class >= kClasses) {
      return wrong(fmt::format("class {} of a histogram is out of range or out of order", value_class));
    }
    if (encoded.counts[i] <= 0)
      return wrong(fmt::format("class {} of a histogram has the count {}", value_class, encoded.counts[i]));
    histogram.add_class(value_class, encoded.counts[i]);
    last = value_class;
  }
  histogram.sum_ = encoded.sum;
  return histogram;
}

}  // namespace saga
