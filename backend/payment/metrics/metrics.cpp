// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/metrics/metrics.h"

#include <cmath>

namespace saga::payment {

Histogram Distribution::read() const {
  Histogram histogram;
  for (int value_class = 0; value_class < Histogram::kClasses; ++value_class) {
    histogram.add_class(value_class, counts_[static_cast<std::size_t>(value_class)].load(std::memory_order_relaxed));
  }
  histogram.add_sum(sum_.load(std::memory_order_relaxed));
  return histogram;
}

// One of them is there: the one that its family is of, or `watched`.
struct Metrics::Series {
  std::unique_ptr<Counter> counter = {};
  std::unique_ptr<Gauge> gauge = {};
  std::unique_ptr<Distribution> distribution = {};
  std::function<double()> watched = {};
};

struct Metrics::Family {
  std::string help = {};
  MetricKind kind = MetricKind::Counter;
  std::map<Labels, Series> series = {};
};

Metrics::Metrics() = default;
Metrics::~Metrics() = default;

Metrics& Metrics::unread() {
  static Metrics metrics;
  return metrics;
}

// With the lock held.
Metrics::Series& Metrics::series(std::string_view name, std::string_view help, MetricKind kind, const Labels& labels) {
  auto found = families_.find(name);
  if (found == families_.end()) {
    found = families_.emplace(std::string(name), Family{.help = std::string(help), .kind = kind}).first;
  }
  return found->second.series[labels];
}

Counter& Metrics::counter(const CounterName& name, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& instrument = series(name.name, name.help, MetricKind::Counter, labels).counter;
  if (!instrument) instrument = std::make_unique<Counter>();
  return *instrument;
}

Gauge& Metrics::gauge(const GaugeName& name, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& instrument = series(name.name, name.help, MetricKind::Gauge, labels).gauge;
  if (!instrument) instrument = std::make_unique<Gauge>();
  return *instrument;
}

Distribution& Metrics::duration(const DurationName& name, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& instrument = series(name.name, name.help, MetricKind::Duration, labels).distribution;
  if (!instrument) instrument = std::make_unique<Distribution>();
  return *instrument;
}

Distribution& Metrics::size(const SizeName& name, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  auto& instrument = series(name.name, name.help, MetricKind::Size, labels).distribution;
  if (!instrument) instrument = std::make_unique<Distribution>();
  return *instrument;
}

void Metrics::watch(const GaugeName& name, const Labels& labels, std::function<double()> read) {
  const std::lock_guard lock(mutex_);
  series(name.name, name.help, MetricKind::Gauge, labels).watched = std::move(read);
}

void Metrics::watch(const CounterName& name, const Labels& labels, std::function<double()> read) {
  const std::lock_guard lock(mutex_);
  series(name.name, name.help, MetricKind::Counter, labels).watched = std::move(read);
}

Readings Metrics::read() const {
  const std::lock_guard lock(mutex_);
  Readings all;
  for (const auto& [name, family] : families_) {
    MetricFamily shown{.name = name, .help = family.help, .kind = family.kind, .readings = {}};
    for (const auto& [labels, series] : family.series) {
      Reading reading{.labels = labels};
      if (series.distribution) {
        reading.histogram = series.distribution->read();
      } else if (series.watched) {
        reading.value = series.watched();
      } else if (series.counter) {
        reading.value = static_cast<double>(series.counter->value());
      } else if (series.gauge) {
        reading.value = series.gauge->value();
      }
      if (!std::isnan(reading.value)) shown.readings.push_back(std::move(reading));
    }
    if (!shown.readings.empty()) all.push_back(std::move(shown));
  }
  return all;
}

}  // namespace saga::payment
