// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/legacy/legacy.h"

#include <chrono>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/legacy/legacy_payment.h"
#include "backend/payment/metrics/names.h"
#include "backend/payment/runtime/halving.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

constexpr std::size_t kBatch = 32;

// The row breaks a rule of its table, or a value cannot be one: it would again.
bool never_possible(const Error& error) { return error.code.starts_with("22") || error.code.starts_with("23"); }

class Meter {
 public:
  explicit Meter(Metrics& metrics)
      : paid_(metrics.duration(kLegacyDuration, {{"outcome", "paid"}})),
        refused_(metrics.duration(kLegacyDuration, {{"outcome", "refused"}})),
        joined_(metrics.duration(kLegacyDuration, {{"outcome", "joined"}})),
        failed_(metrics.duration(kLegacyDuration, {{"outcome", "failed"}})) {}

  void paid(const Result<LegacyPayment::Outcome>& outcome, std::chrono::steady_clock::duration took) {
    of(outcome).record(std::chrono::duration_cast<std::chrono::microseconds>(took));
  }

 private:
  Distribution& of(const Result<LegacyPayment::Outcome>& outcome) {
    if (!outcome) return failed_;
    switch (*outcome) {
      case LegacyPayment::Outcome::Paid: return paid_;
      case LegacyPayment::Outcome::Refused: return refused_;
      case LegacyPayment::Outcome::Joined: break;
    }
    return joined_;
  }

  Distribution &paid_, &refused_, &joined_, &failed_;
};

class Legacy final : public Handler {
 public:
  Legacy(const Config& config, const Clock& clock, Metrics& metrics) : payment_(config, clock), meter_(metrics) {}

  std::string group() const override { return std::string(kLegacyGroup); }
  std::vector<std::string> topics() const override { return {std::string(kLegacyRequested)}; }
  std::size_t batch_size() const override { return kBatch; }

  Result<Handled> handle(std::span<const Delivery> batch) override {
    Handled handled;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto request = read_legacy_request(batch[i].event);
      if (!request) {
        handled.unusable.push_back({i, request.error().message});
        continue;
      }
      const auto began = std::chrono::steady_clock::now();
      const auto outcome = payment_.pay(*request);
      meter_.paid(outcome, std::chrono::steady_clock::now() - began);
      if (outcome) continue;
      const Error& error = outcome.error();
      if (out_of_reach(error)) return std::unexpected(error);
      if (never_possible(error)) {
        handled.unusable.push_back({i, error.message});
      } else {
        handled.later.push_back(i);
      }
      spdlog::error("event=legacy-payment-failed order={} trace={} code={} error={}",
                    log_text(request->payment.order_id), request->payment.trace_id, error.code,
                    log_text(error.message));
    }
    return handled;
  }

 private:
  LegacyPayment payment_;
  Meter meter_;
};

}  // namespace

std::unique_ptr<Handler> make_legacy(const Config& config, const Clock& clock, Metrics& metrics) {
  return std::make_unique<Legacy>(config, clock, metrics);
}

Result<void> check_two_phase(const Config& config) {
  const auto databases = databases_of(config);
  if (databases.size() < 2) return {};
  for (const DatabaseOf& database : databases) {
    auto session = pg::Session::open(
        {.conninfo = database.conninfo, .read_only = true, .application_name = "payment-sagad start"});
    if (!session) return std::unexpected(session.error());
    const auto rows = (*session)->read("select current_setting('max_prepared_transactions')::int");
    if (!rows) return std::unexpected(rows.error());
    const auto most = rows->one([](const pg::Row& row) { return row.int32(0); });
    if (!most) return std::unexpected(most.error());
    if (*most == 0) {
      return std::unexpected(Error{ErrorKind::Incompatible,
                                   fmt::format("The database of {} cannot prepare transactions, which the legacy route "
                                               "needs where the domains have databases of their own.",
                                               database.name),
                                   "Set max_prepared_transactions (64, say) on its server and restart it, or leave the "
                                   "role legacy out."});
    }
  }
  return {};
}

}  // namespace saga::payment
