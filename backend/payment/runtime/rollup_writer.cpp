// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/rollup_writer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include "backend/payment/event.h"
#include "backend/payment/runtime/log.h"

namespace saga::payment {
namespace {

constexpr std::chrono::seconds kEvery{10};

using Texts = std::vector<std::optional<std::string>>;

std::string_view to_text(MetricKind kind) {
  switch (kind) {
    case MetricKind::Counter: return "counter";
    case MetricKind::Gauge: return "gauge";
    case MetricKind::Duration: return "duration";
    case MetricKind::Size: return "size";
  }
  return "";
}

std::string roles_of(const Config& config) {
  std::string roles;
  for (const Role role : config.roles) {
    if (!roles.empty()) roles += ',';
    roles += payment::to_text(role);
  }
  return roles;
}

// As PostgreSQL reads it back to the same bits.
std::string number(double value) { return fmt::format("{:.17g}", value); }

template <class Number>
std::string array(const std::vector<Number>& numbers) {
  return fmt::format("{{{}}}", fmt::join(numbers, ","));
}

struct Columns {
  Texts metric, labels, kind, value, low, high, classes, counts, total;

  void add(const RollupRow& row) {
    metric.emplace_back(row.metric);
    labels.emplace_back(nlohmann::json(row.labels).dump());
    kind.emplace_back(to_text(row.kind));
    const bool plain = row.kind == MetricKind::Counter || row.kind == MetricKind::Gauge;
    const auto if_gauge = [&](double bound) {
      return row.kind == MetricKind::Gauge ? std::optional(number(bound)) : std::nullopt;
    };
    value.push_back(plain ? std::optional(number(row.value)) : std::nullopt);
    low.push_back(if_gauge(row.low));
    high.push_back(if_gauge(row.high));
    const Histogram::Encoded encoded = row.histogram.encode();
    classes.push_back(plain ? std::nullopt : std::optional(array(encoded.classes)));
    counts.push_back(plain ? std::nullopt : std::optional(array(encoded.counts)));
    total.push_back(plain ? std::nullopt : std::optional(std::to_string(encoded.sum)));
  }
};

}  // namespace

RollupWriter::RollupWriter(const Config& config, const Clock& clock, const Metrics& metrics)
    : clock_(clock),
      metrics_(metrics),
      instance_(config.instance),
      roles_(roles_of(config)),
      process_(new_uuid_v7(clock.now())),
      session_(pg::Settings{.conninfo = config.saga_conninfo,
                            .statement_timeout = std::chrono::seconds(10),
                            .application_name = fmt::format("payment-sagad {} metrics", config.instance)}),
      rollup_(clock.now(), metrics.read()),
      next_(clock.monotonic() + kEvery),
      minute_(std::chrono::floor<std::chrono::minutes>(clock.now())) {}

Result<bool> RollupWriter::tick() {
  const TimePoint minute = std::chrono::floor<std::chrono::minutes>(clock_.now());
  if (clock_.monotonic() < next_ && minute <= minute_) return false;
  if (auto done = write(); !done) return std::unexpected(done.error());
  minute_ = minute;
  next_ = clock_.monotonic() + kEvery;
  return false;
}

void RollupWriter::finish() {
  if (away_) return;
  if (auto done = write(); !done) {
    spdlog::warn("event=metrics-lost of=\"the last seconds\" error={}", log_text(done.error().message));
  }
}

Result<void> RollupWriter::write() {
  rollup_.look(clock_.now(), metrics_.read());
  away_ = true;
  auto session = session_.get();
  if (!session) return std::unexpected(session.error());
  for (const RollupMinute& minute : rollup_.due()) {
    if (auto done = write(**session, minute); !done) return done;
  }
  away_ = false;
  rollup_.written();
  return {};
}

Result<void> RollupWriter::write(pg::Session& session, const RollupMinute& minute) const {
  if (minute.rows.empty()) return {};
  Columns columns;
  for (const RollupRow& row : minute.rows) columns.add(row);
  const auto written = session.query(
      "select saga.write_metrics($1, $2, $3, $4, $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], "
      "$10::text[], $11::text[], $12::text[], $13::text[])",
      {minute.minute, instance_, roles_, process_, columns.metric, columns.labels, columns.kind, columns.value,
       columns.low, columns.high, columns.classes, columns.counts, columns.total});
  if (!written) return std::unexpected(written.error());
  return {};
}

}  // namespace saga::payment
