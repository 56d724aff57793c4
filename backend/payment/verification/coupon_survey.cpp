// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/payment/verification/account_survey.h"
#include "backend/payment/verification/kinds.h"
#include "backend/payment/verification/ledger_surveys.h"

namespace saga::payment {
namespace {

// Used coupons and the orders that they say used them. Whether such an order failed is the orders' matter.
class CouponSurvey final : public Survey {
 public:
  explicit CouponSurvey(const Scope& scope) : scope_(scope) {}
  std::vector<Place> needs() const override { return {Place::Orders}; }
  std::vector<std::string_view> kinds() const override { return {kind::kCouponOfNone}; }

  Result<Window> next(Reader& reader) override {
    auto snapshot = reader.begin(Place::Orders);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows = snapshot->read(
        "select coupon_id, status = 'USED' from orders.verified_coupon_view where coupon_id > $1"
        " order by coupon_id limit $2",
        {after_, scope_.options.window});
    if (!rows) return std::unexpected(rows.error());
    Window window;
    auto read = rows->each([&](const pg::Row& row) {
      after_ = row.text(0);
      if (row.boolean(1)) window.keys.push_back(after_);
    });
    if (!read) return std::unexpected(read.error());
    window.more = static_cast<int>(rows->size()) == scope_.options.window;
    return window;
  }

  Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool /*again*/, Sink& sink) override {
    auto snapshot = reader.begin(Place::Orders);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows = snapshot->read(
        "select c.coupon_id, c.used_by_order, o.order_id is not null, coalesce(o.coupon_id, 'none')"
        " from orders.verified_coupon_view c left join orders.verified_order_view o on o.order_id = c.used_by_order"
        " where c.coupon_id = any ($1::text[]) and c.status = 'USED' and o.coupon_id is distinct from c.coupon_id",
        {keys});
    if (!rows) return std::unexpected(rows.error());
    auto read = rows->each([&](const pg::Row& row) {
      sink.found(row.text(0), kind::kCouponOfNone, "coupon", row.text(0),
                 row.boolean(2) ? fmt::format("expected order {} to name it, it names {}", row.text(1), row.text(3))
                                : fmt::format("expected order {}, it is not there", row.text(1)));
    });
    if (!read) return read;
    sink.checked(kind::kCouponOfNone, static_cast<std::int64_t>(keys.size()));
    sink.subjects(static_cast<std::int64_t>(keys.size()));
    return {};
  }

 private:
  Scope scope_;
  std::string after_;
};

}  // namespace

std::unique_ptr<Survey> make_coupon_survey(const Scope& scope) { return std::make_unique<CouponSurvey>(scope); }

void add_ledger_surveys(const Scope& scope, Surveys& surveys) {
  surveys.push_back(std::make_unique<AccountSurvey>(scope));
  // Counters and coupons do not tell when they changed.
  if (scope.since) return;
  surveys.push_back(make_product_survey(scope));
  surveys.push_back(make_coupon_survey(scope));
}

}  // namespace saga::payment
