// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/projection/order_summary.h"

#include <chrono>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {
namespace {

constexpr std::chrono::milliseconds kPeriod{250};
constexpr int kWorthALine = 10'000;  // orders at once: it was behind

pg::Settings settings_of(const Config& config, const char* what) {
  return {.conninfo = config.conninfo_of(Role::Orders),
          .application_name = fmt::format("payment-sagad {} {}", config.instance, what)};
}

class Projector {
 public:
  explicit Projector(const Config& config) : session_(settings_of(config, "projector")) {}

  Result<bool> tick() {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    const auto rows = (*session)->query("select orders.project_summaries()");
    if (!rows) return std::unexpected(rows.error());
    const auto orders = rows->one([](const pg::Row& row) { return row.int64(0); });
    if (!orders) return std::unexpected(orders.error());
    if (*orders >= kWorthALine) spdlog::info("event=projected projection=order_summary orders={}", *orders);
    return false;
  }

 private:
  ReconnectingSession session_;
};

}  // namespace

std::unique_ptr<Loop> start_projector(const Config& config) {
  auto projector = std::make_shared<Projector>(config);
  return std::make_unique<Loop>("projector", kPeriod, [projector] { return projector->tick(); });
}

Result<Rebuilt> rebuild_order_summary(const Config& config) {
  const auto session = pg::Session::open(settings_of(config, "rebuild"));
  if (!session) return std::unexpected(session.error());
  const auto rows = (*session)->query("select folded, missing, different, surplus from orders.rebuild_summaries()");
  if (!rows) return std::unexpected(rows.error());
  return rows->one([](const pg::Row& row) {
    return Rebuilt{row.int64("folded"), row.int64("missing"), row.int64("different"), row.int64("surplus")};
  });
}

}  // namespace saga::payment
