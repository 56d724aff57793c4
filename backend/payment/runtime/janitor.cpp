// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/janitor.h"

#include <map>
#include <string>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/runtime/gone_consumers.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/runtime/retention.h"
#include "backend/payment/runtime/trimming.h"
#include "backend/payment/topics.h"
#include "backend/payment/verification/schedule.h"

namespace saga::payment {
namespace {

using std::chrono::seconds;

constexpr seconds kTrimStreams{5};
constexpr seconds kTrimTables{60};

std::vector<std::string_view> all_topics() {
  std::vector<std::string_view> topics{kPaymentRequested, kLegacyRequested, kExternalReplay};
  for (const StepTopics& step : all_steps()) {
    for (const auto& leg : {step.forward, step.compensation}) {
      if (leg.request.empty()) continue;
      topics.insert(topics.end(), {leg.request, leg.done, leg.failed});
    }
  }
  return topics;
}

class StreamTrimmer {
 public:
  StreamTrimmer(const Config& config, const Clock& clock)
      : endpoint_(config.redis), keep_(config.keep_streams), keep_consumers_(config.keep_consumers), clock_(clock) {}

  Result<bool> run() {
    if (!client_ || client_->broken()) {
      auto opened = redis::Client::open(endpoint_);
      if (!opened) return std::unexpected(opened.error());
      client_ = std::move(*opened);
    }
    for (const std::string_view topic : all_topics()) {
      if (auto trimmed = trim_stream(*client_, topic, clock_.now(), keep_); !trimmed) {
        return std::unexpected(trimmed.error());
      }
      const auto removed = remove_gone_consumers(*client_, topic, keep_consumers_);
      if (!removed) return std::unexpected(removed.error());
      if (*removed > 0) spdlog::info("event=consumers-removed topic={} consumers={}", topic, *removed);
    }
    return false;
  }

 private:
  redis::Endpoint endpoint_;
  seconds keep_;
  std::chrono::minutes keep_consumers_;
  const Clock& clock_;
  std::unique_ptr<redis::Client> client_;
};

// The tables of one database, with the schemas that live in it.
class TableKeeper {
 public:
  TableKeeper(const Config& config, const std::string& conninfo, std::vector<std::string> schemas)
      : schemas_(std::move(schemas)),
        keep_(config.keep_changes),
        keep_metrics_days_(config.keep_metrics_days),
        session_(pg::Settings{.conninfo = conninfo,
                              .application_name = fmt::format("payment-sagad {} janitor", config.instance)}) {}

  Result<bool> run() {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    for (const std::string& schema : schemas_) {
      // From yesterday to a week ahead; those that exist are left as they are.
      const auto created = (*session)->query(fmt::format(
          "select {}.ensure_partitions((now() at time zone 'UTC')::date - 1, (now() at time zone 'UTC')::date + 7)",
          schema));
      if (!created) return std::unexpected(created.error());
      if (schema != "saga") continue;
      const auto days = (*session)->query(
          "select saga.ensure_delivery_days((now() at time zone 'UTC')::date - 1, (now() at time zone 'UTC')::date + "
          "7)");
      if (!days) return std::unexpected(days.error());
      const auto trimmed =
          (*session)->query("select saga.trim_changes(make_interval(mins => $1::int))", {keep_.count()});
      if (!trimmed) return std::unexpected(trimmed.error());
      const auto forgotten =
          (*session)->query("select saga.trim_metrics(make_interval(days => $1::int))", {keep_metrics_days_});
      if (!forgotten) return std::unexpected(forgotten.error());
    }
    return false;
  }

 private:
  std::vector<std::string> schemas_;
  std::chrono::minutes keep_;
  int keep_metrics_days_;
  ReconnectingSession session_;
};

}  // namespace

std::vector<std::unique_ptr<Loop>> start_janitor(const Config& config, const Clock& clock) {
  std::vector<std::unique_ptr<Loop>> loops;
  auto trimmer = std::make_shared<StreamTrimmer>(config, clock);
  loops.push_back(std::make_unique<Loop>("trim-streams", kTrimStreams, [trimmer] { return trimmer->run(); }));

  std::map<std::string, std::vector<std::string>> databases;
  databases[config.saga_conninfo].push_back("saga");
  for (const StepTopics& step : kPaymentSteps) {
    const auto found = config.domain_conninfo.find(step.participant);
    const std::string& conninfo = found != config.domain_conninfo.end() ? found->second : config.saga_conninfo;
    databases[conninfo].emplace_back(step.participant);
  }
  for (auto& [conninfo, schemas] : databases) {
    auto keeper = std::make_shared<TableKeeper>(config, conninfo, std::move(schemas));
    loops.push_back(std::make_unique<Loop>("tables", kTrimTables, [keeper] { return keeper->run(); }));
  }
  loops.push_back(start_retention(config));
  if (auto verification = schedule_verification(config, clock)) loops.push_back(std::move(verification));
  return loops;
}

}  // namespace saga::payment
