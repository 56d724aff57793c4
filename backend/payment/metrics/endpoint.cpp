// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/metrics/endpoint.h"

#include <array>
#include <exception>
#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <prometheus/metric_family.h>
#include <string_view>

#include <fmt/format.h>

namespace saga::payment {
namespace {

// Upper bounds of what is shown. Each is a bound between two of our finer classes, so the counts are exact.
constexpr std::array<std::int64_t, 17> kMicroseconds{500,       1'000,     2'500,      5'000,      10'000,    25'000,
                                                     50'000,    100'000,   250'000,    500'000,    1'000'000, 1'500'000,
                                                     2'000'000, 5'000'000, 10'000'000, 30'000'000, 60'000'000};
constexpr std::array<std::int64_t, 9> kSizes{1, 2, 4, 8, 16, 32, 64, 250, 1'000};
constexpr double kMicrosecondsASecond = 1e6;

template <class Bounds>
prometheus::ClientMetric::Histogram shown(const Histogram& histogram, const Bounds& bounds, double unit) {
  prometheus::ClientMetric::Histogram out;
  out.sample_count = static_cast<std::uint64_t>(histogram.count());
  out.sample_sum = static_cast<double>(histogram.sum()) / unit;
  for (const std::int64_t bound : bounds) {
    out.bucket.push_back({static_cast<std::uint64_t>(histogram.at_most(bound)), static_cast<double>(bound) / unit});
  }
  return out;
}

prometheus::MetricType type_of(MetricKind kind) {
  switch (kind) {
    case MetricKind::Counter: return prometheus::MetricType::Counter;
    case MetricKind::Gauge: return prometheus::MetricType::Gauge;
    case MetricKind::Duration:
    case MetricKind::Size: break;
  }
  return prometheus::MetricType::Histogram;
}

prometheus::ClientMetric shown(const Reading& reading, MetricKind kind) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : reading.labels) metric.label.push_back({name, value});
  switch (kind) {
    case MetricKind::Counter: metric.counter.value = reading.value; break;
    case MetricKind::Gauge: metric.gauge.value = reading.value; break;
    case MetricKind::Duration: metric.histogram = shown(reading.histogram, kMicroseconds, kMicrosecondsASecond); break;
    case MetricKind::Size: metric.histogram = shown(reading.histogram, kSizes, 1); break;
  }
  return metric;
}

class Collector final : public prometheus::Collectable {
 public:
  explicit Collector(const Metrics& metrics) : metrics_(metrics) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    std::vector<prometheus::MetricFamily> families;
    for (const MetricFamily& family : metrics_.read()) {
      prometheus::MetricFamily out;
      out.name = family.name;
      out.help = family.help;
      out.type = type_of(family.kind);
      for (const Reading& reading : family.readings) out.metric.push_back(shown(reading, family.kind));
      families.push_back(std::move(out));
    }
    return families;
  }

 private:
  const Metrics& metrics_;
};

}  // namespace

struct Endpoint::Parts {
  std::shared_ptr<Collector> collector;
  prometheus::Exposer exposer;
};

Endpoint::Endpoint(std::unique_ptr<Parts> parts, std::string address)
    : parts_(std::move(parts)), address_(std::move(address)) {}
Endpoint::~Endpoint() = default;

Result<std::unique_ptr<Endpoint>> Endpoint::open(const std::string& listen, const Metrics& metrics) {
  constexpr std::size_t kThreads = 2;  // civetweb keeps one busy for each connection that is kept open
  try {
    std::unique_ptr<Parts> parts(
        new Parts{std::make_shared<Collector>(metrics), prometheus::Exposer(listen, kThreads)});
    parts->exposer.RegisterCollectable(parts->collector);
    const auto ports = parts->exposer.GetListeningPorts();
    const auto colon = listen.rfind(':');
    std::string address = ports.empty() || colon == std::string::npos
                              ? listen
                              : fmt::format("{}:{}", listen.substr(0, colon), ports.front());
    return std::unique_ptr<Endpoint>(new Endpoint(std::move(parts), std::move(address)));
  } catch (const std::exception& error) {
    return std::unexpected(
        Error{ErrorKind::Invalid, fmt::format("metrics.listen: nothing can listen on {}: {}", listen, error.what()),
              "Another process may have the port: give each a port of its own, or 0 for a free one."});
  }
}

}  // namespace saga::payment
