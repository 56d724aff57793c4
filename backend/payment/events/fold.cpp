// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/events/fold.h"

#include <charconv>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saga::payment {
namespace {

using Json = nlohmann::json;

// Why an event cannot be; empty: it can.
using Objection = std::string;

std::string not_after(const StoredEvent& event, std::string_view state) {
  return fmt::format("{} does not follow {}", event.type, state.empty() ? "nothing" : state);
}

// Hands every event with its data to `apply`, and notes what is wrong with the numbers and with the events.
template <class Apply>
void each(std::span<const StoredEvent> events, std::vector<std::string>& problems, Apply apply) {
  std::string_view aggregate;
  std::int64_t last = 0;
  for (const StoredEvent& event : events) {
    if (event.aggregate_id != aggregate) {
      aggregate = event.aggregate_id;
      last = 0;
    }
    if (event.sequence_number != last + 1) {
      problems.push_back(fmt::format("{}: event {} follows event {}", aggregate, event.sequence_number, last));
    }
    last = event.sequence_number;
    const Json data = Json::parse(event.data, nullptr, false);
    Objection objection = "its data is no JSON object";
    if (data.is_object()) {
      try {
        objection = apply(event, data);
      } catch (const Json::exception& error) {
        objection = error.what();
      }
    }
    if (!objection.empty()) {
      problems.push_back(fmt::format("{}: event {} ({}): {}", aggregate, last, event.type, objection));
    }
  }
}

// "account/7/KRW" without "account/"; nothing if it begins otherwise.
std::optional<std::string_view> name_after(std::string_view prefix, const StoredEvent& event) {
  std::string_view id = event.aggregate_id;
  if (!id.starts_with(prefix)) return std::nullopt;
  return id.substr(prefix.size());
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

constexpr std::string_view kForeign = "the domain has no such aggregate";

Objection apply_order(OrderState& order, const StoredEvent& event, const Json& data) {
  const std::string before = order.status;
  if (event.type == "OrderCreated") {
    if (!before.empty()) return not_after(event, before);
    order = {.user_id = data.at("userId"),
             .status = "CREATED",
             .amount = data.at("amount"),
             .currency = data.at("currency")};
    if (const auto coupon = data.find("couponId"); coupon != data.end() && coupon->is_string()) {
      order.coupon_id = coupon->get<std::string>();
    }
  } else if (event.type == "OrderValidated") {
    if (before != "CREATED") return not_after(event, before);
    order.status = "VALIDATED";
    order.coupon_used = order.coupon_id.has_value();
  } else if (event.type == "OrderValidationFailed") {
    if (before != "CREATED") return not_after(event, before);
    order.status = "VALIDATION_FAILED";
  } else if (event.type == "OrderCompleted") {
    if (before != "VALIDATED") return not_after(event, before);
    order.status = "COMPLETED";
  } else if (event.type == "OrderCancelled") {
    if (before.empty()) return not_after(event, before);
    order.status = data.at("status");
    if (data.contains("couponReturned")) order.coupon_used = false;
  } else {
    return "an order has no such event";
  }
  return {};
}

Objection apply_account(std::int64_t& amount, const StoredEvent& event, const Json& data) {
  const std::int64_t moved = data.at("amount");
  if (moved < 0) return fmt::format("it moves {}", moved);
  if (event.type == "Deposited" || event.type == "Refunded") {
    amount += moved;
  } else if (event.type == "Debited") {
    amount -= moved;
    if (amount < 0) return fmt::format("it leaves {}", amount);
  } else {
    return "an account has no such event";
  }
  return {};
}

// What one order has of each product, and in which state.
struct Reservation {
  std::map<std::int64_t, std::int64_t> reserved, sold;
};

Objection take(std::map<std::int64_t, std::int64_t>& from, std::int64_t product, std::int64_t quantity) {
  if (from[product] < quantity) {
    return fmt::format("it takes {} of product {} where {} are", quantity, product, from[product]);
  }
  from[product] -= quantity;
  return {};
}

Objection apply_reservation(Reservation& reservation, std::map<std::int64_t, StockState>& stock,
                            const StoredEvent& event, const Json& data) {
  for (const Json& item : data.at("items")) {
    const std::int64_t product = item.at("productId");
    const std::int64_t quantity = item.at("quantity");
    StockState& counters = stock[product];
    if (event.type == "StockReserved") {
      reservation.reserved[product] += quantity;
      counters.available -= quantity;
      counters.reserved += quantity;
    } else if (event.type == "StockConfirmed") {
      if (auto objection = take(reservation.reserved, product, quantity); !objection.empty()) return objection;
      reservation.sold[product] += quantity;
      counters.reserved -= quantity;
      counters.sold += quantity;
    } else if (event.type == "StockReleased") {
      const bool confirmed = data.at("confirmed");
      auto& from = confirmed ? reservation.sold : reservation.reserved;
      if (auto objection = take(from, product, quantity); !objection.empty()) return objection;
      (confirmed ? counters.sold : counters.reserved) -= quantity;
      counters.available += quantity;
    } else {
      return "a reservation has no such event";
    }
  }
  return {};
}

Objection apply_payment(PaymentState& payment, const StoredEvent& event, const Json& data) {
  if (event.type == "PaymentCompleted") {
    if (!payment.status.empty()) return not_after(event, payment.status);
    payment = {.order_id = data.at("orderId"),
               .user_id = data.at("userId"),
               .amount = data.at("amount"),
               .currency = data.at("currency"),
               .status = "COMPLETED",
               .route = data.at("route")};
  } else if (event.type == "PaymentCancelled") {
    if (payment.status != "COMPLETED") return not_after(event, payment.status);
    payment.status = "CANCELLED";
  } else {
    return "a payment has no such event";
  }
  return {};
}

}  // namespace

Folded<std::string, OrderState> fold_orders(std::span<const StoredEvent> events) {
  Folded<std::string, OrderState> folded;
  each(events, folded.problems, [&](const StoredEvent& event, const Json& data) -> Objection {
    const auto id = name_after("order/", event);
    if (!id) return Objection(kForeign);
    return apply_order(folded.states[std::string(*id)], event, data);
  });
  return folded;
}

Folded<Account, std::int64_t> fold_balances(std::span<const StoredEvent> events) {
  Folded<Account, std::int64_t> folded;
  each(events, folded.problems, [&](const StoredEvent& event, const Json& data) -> Objection {
    const auto name = name_after("account/", event);
    const auto slash = name ? name->find('/') : std::string_view::npos;
    if (slash == std::string_view::npos) return Objection(kForeign);
    const auto user = number_in(name->substr(0, slash));
    if (!user) return Objection(kForeign);
    return apply_account(folded.states[{*user, std::string(name->substr(slash + 1))}], event, data);
  });
  return folded;
}

Folded<std::int64_t, StockState> fold_products(std::span<const StoredEvent> events) {
  Folded<std::int64_t, StockState> folded;
  std::map<std::string, Reservation> reservations;
  each(events, folded.problems, [&](const StoredEvent& event, const Json& data) -> Objection {
    if (const auto order = name_after("reservation/", event)) {
      return apply_reservation(reservations[std::string(*order)], folded.states, event, data);
    }
    const auto name = name_after("product/", event);
    const auto product = name ? number_in(*name) : std::nullopt;
    if (!product) return Objection(kForeign);
    if (event.type != "StockSupplied") return "a product has no such event";
    folded.states[*product].available += data.at("quantity").get<std::int64_t>();
    return {};
  });
  for (const auto& [product, counters] : folded.states) {
    if (counters.available < 0 || counters.reserved < 0 || counters.sold < 0) {
      folded.problems.push_back(fmt::format("product/{}: the events leave {}", product, to_text(counters)));
    }
  }
  return folded;
}

Folded<std::string, PaymentState> fold_payments(std::span<const StoredEvent> events) {
  Folded<std::string, PaymentState> folded;
  each(events, folded.problems, [&](const StoredEvent& event, const Json& data) -> Objection {
    const auto id = name_after("payment/", event);
    if (!id) return Objection(kForeign);
    return apply_payment(folded.states[std::string(*id)], event, data);
  });
  return folded;
}

std::string to_text(const OrderState& state) {
  std::string text = fmt::format("{}, {} {} of user {}", state.status, state.amount, state.currency, state.user_id);
  if (state.coupon_id) text += fmt::format(", coupon {}{}", *state.coupon_id, state.coupon_used ? " used" : "");
  return text;
}

std::string to_text(const StockState& state) {
  return fmt::format("{} available, {} reserved, {} sold", state.available, state.reserved, state.sold);
}

std::string to_text(const PaymentState& state) {
  return fmt::format("{}, {} {} of user {} for order {}, {}", state.status, state.amount, state.currency, state.user_id,
                     state.order_id, state.route);
}

}  // namespace saga::payment
