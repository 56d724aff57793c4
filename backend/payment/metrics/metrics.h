// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "backend/payment/metrics/instruments.h"

namespace saga::payment {

// A metric is named once, as Prometheus will show it (see names.h); its type says what it is.
struct CounterName {
  std::string_view name, help;
};
struct GaugeName {
  std::string_view name, help;
};
struct DurationName {  // in seconds when it is shown
  std::string_view name, help;
};
struct SizeName {
  std::string_view name, help;
};

// Never what a user brings along (ids, texts of errors): each combination is a series for ever.
using Labels = std::map<std::string, std::string>;

enum class MetricKind { Counter, Gauge, Duration, Size };

// One look at everything.
struct Reading {
  Labels labels;
  double value = 0;          // of a counter or gauge
  Histogram histogram = {};  // of the others
};
struct MetricFamily {
  std::string name, help;
  MetricKind kind = MetricKind::Counter;
  std::vector<Reading> readings;  // by labels
};
using Readings = std::vector<MetricFamily>;  // by name

// What a process measures of itself, handed to whoever has something to say, like the clock. An instrument is asked for
// once and then kept by reference: it lives as long as this. Any thread; asking takes a lock, writing takes none.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // The same name and labels give the same instrument.
  Counter& counter(const CounterName& name, const Labels& labels = {});
  Gauge& gauge(const GaugeName& name, const Labels& labels = {});
  Distribution& duration(const DurationName& name, const Labels& labels = {});
  Distribution& size(const SizeName& name, const Labels& labels = {});
  // A value that is asked for when somebody looks, from their thread; Gauge::kUnknown: it is not shown. What it refers
  // to must live as long as this.
  void watch(const GaugeName& name, const Labels& labels, std::function<double()> read);
  void watch(const CounterName& name, const Labels& labels, std::function<double()> read);

  [[nodiscard]] Readings read() const;

  // Nobody reads it: for tests of other things.
  [[nodiscard]] static Metrics& unread();

 private:
  struct Series;
  struct Family;
  Series& series(std::string_view name, std::string_view help, MetricKind kind, const Labels& labels);

  mutable std::mutex mutex_;
  std::map<std::string, Family, std::less<>> families_;
};

}  // namespace saga::payment
