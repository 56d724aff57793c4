// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "backend/payment/verification/delivery_surveys.h"
#include "backend/payment/verification/kinds.h"

namespace saga::payment {
namespace {

constexpr int kCheap = 10;  // windows of keys alone are so much larger
constexpr std::string_view kNil = "00000000-0000-0000-0000-000000000000";

// Every payment since the publishing began has a delivery for each of its targets, or still waits in the outbox. What
// was delivered is dropped by whole days, so only days that are kept are looked at.
class PaymentDeliverySurvey final : public Survey {
 public:
  explicit PaymentDeliverySurvey(const Scope& scope)
      : scope_(scope), after_(scope.since ? first_id_since(*scope.since) : std::string(kNil)) {}
  std::vector<Place> needs() const override { return {Place::Saga, Place::Payments}; }
  std::vector<std::string_view> kinds() const override { return {kind::kDeliveryMissing}; }

  Result<Window> next(Reader& reader) override {
    const auto begun = publishing_begun(reader);
    if (!begun) return std::unexpected(begun.error());
    if (begun->empty()) return Window{.keys = {}, .more = false};
    auto snapshot = reader.begin(Place::Payments);
    if (!snapshot) return std::unexpected(snapshot.error());
    const int limit = scope_.options.window * kCheap;
    const auto rows = snapshot->read(
        "select payment_id::text, created_at >= $3 from payments.verified_payment_view where payment_id > $1::uuid"
        " and created_at < now() - make_interval(secs => $4::double precision) order by payment_id limit $2",
        {after_, limit, *begun, static_cast<double>(scope_.options.margin.count()) / 1000.0});
    if (!rows) return std::unexpected(rows.error());
    Window window;
    auto read = rows->each([&](const pg::Row& row) {
      after_ = row.text(0);
      if (row.boolean(1)) window.keys.push_back(after_);
    });
    if (!read) return std::unexpected(read.error());
    window.more = static_cast<int>(rows->size()) == limit;
    return window;
  }

  Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool /*again*/, Sink& sink) override {
    auto payments = payments_of(reader, keys);
    if (!payments) return std::unexpected(payments.error());
    if (auto done = take_delivered(reader, *payments); !done) return done;
    if (auto done = take_waiting(reader, *payments); !done) return done;
    for (const auto& [payment, heard] : payments->heard) {
      const Targets& wanted = targets().at("PaymentCompleted");
      if (std::ranges::includes(heard, wanted)) continue;
      sink.found(payment, kind::kDeliveryMissing, "payment", payment,
                 fmt::format("expected deliveries to {}, found {}", fmt::join(wanted, ", "),
                             heard.empty() ? "none" : fmt::format("{}", fmt::join(heard, ", "))));
    }
    sink.checked(kind::kDeliveryMissing, static_cast<std::int64_t>(payments->heard.size()));
    return {};
  }

 private:
  struct Payments {
    std::map<std::string, Targets> heard;  // by payment
    std::string low, high;                 // of the ids that their events have
  };

  // When the first event that is known left its domain, as text; "": none has.
  static Result<std::string> publishing_begun(Reader& reader) {
    auto snapshot = reader.begin(Place::Saga);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows =
        snapshot->read("select occurred_at::text from saga.external_event_view order by event_id limit 1");
    if (!rows) return std::unexpected(rows.error());
    const auto at = rows->first([](const pg::Row& row) { return row.text(0); });
    if (!at) return std::unexpected(at.error());
    return at->value_or("");
  }

  // Those of days that are kept, and between which ids their events are: an event is written with its payment.
  Result<Payments> payments_of(Reader& reader, const std::vector<std::string>& keys) const {
    std::map<std::string, std::vector<std::pair<std::string, WallTime>>> by_day;
    {
      auto snapshot = reader.begin(Place::Payments);
      if (!snapshot) return std::unexpected(snapshot.error());
      const auto rows = snapshot->read(
          "select payment_id::text, to_char(created_at at time zone 'UTC', 'YYYYMMDD'), created_at"
          " from payments.verified_payment_view where payment_id = any ($1::uuid[])",
          {keys});
      if (!rows) return std::unexpected(rows.error());
      auto read = rows->each([&](const pg::Row& row) { by_day[row.text(1)].emplace_back(row.text(0), row.time(2)); });
      if (!read) return std::unexpected(read.error());
    }
    Payments payments;
    WallTime low = WallTime::max(), high = WallTime::min();
    auto snapshot = reader.begin(Place::Saga);
    if (!snapshot) return std::unexpected(snapshot.error());
    for (const auto& [day, of_day] : by_day) {
      const auto rows = snapshot->read("select to_regclass('saga.external_event_log_' || $1) is not null", {day});
      if (!rows) return std::unexpected(rows.error());
      const auto kept = rows->one([](const pg::Row& row) { return row.boolean(0); });
      if (!kept) return std::unexpected(kept.error());
      if (!*kept) continue;
      for (const auto& [payment, at] : of_day) {
        payments.heard[payment];
        low = std::min(low, at);
        high = std::max(high, at);
      }
    }
    if (payments.heard.empty()) return payments;
    constexpr std::chrono::minutes kAround{1};
    payments.low = first_id_since(low - kAround);
    payments.high = first_id_since(high + kAround);
    return payments;
  }

  static std::vector<std::string> order_keys(const Payments& payments) {
    std::vector<std::string> keys;
    for (const auto& [payment, heard] : payments.heard) keys.push_back("payment/" + payment);
    return keys;
  }

  static Result<void> take_delivered(Reader& reader, Payments& payments) {
    if (payments.heard.empty()) return {};
    auto snapshot = reader.begin(Place::Saga);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows = snapshot->read(
        "select order_key, target_system from saga.external_event_view where event_id >= $1::uuid and event_id < "
        "$2::uuid"
        " and event_type = 'PaymentCompleted' and order_key = any ($3::text[])",
        {payments.low, payments.high, order_keys(payments)});
    if (!rows) return std::unexpected(rows.error());
    return rows->each([&](const pg::Row& row) { payments.heard[payment_in(row.text(0))].insert(row.text(1)); });
  }

  // What is in the outbox has all of its deliveries before it.
  static Result<void> take_waiting(Reader& reader, Payments& payments) {
    std::vector<std::string> missing;
    for (const auto& [payment, heard] : payments.heard) {
      if (heard.empty()) missing.push_back(payment);
    }
    if (missing.empty()) return {};
    auto snapshot = reader.begin(Place::Payments);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows = snapshot->read(
        "select payment_id from payments.verified_outbox_view where event_type = 'PaymentCompleted'"
        " and payment_id = any ($1::text[])",
        {missing});
    if (!rows) return std::unexpected(rows.error());
    return rows->each([&](const pg::Row& row) { payments.heard.erase(row.text(0)); });
  }

  Scope scope_;
  std::string after_;
};

}  // namespace

std::unique_ptr<Survey> make_payment_delivery_survey(const Scope& scope) {
  return std::make_unique<PaymentDeliverySurvey>(scope);
}

}  // namespace saga::payment
