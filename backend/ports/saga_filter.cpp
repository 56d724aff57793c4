// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ports/saga_filter.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "backend/domain/uuid.h"

namespace saga {
namespace {

// Letters of ASCII alone: what else the database takes for the same letter depends on its locale.
std::string folded(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
    return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
  });
  return lower;
}

bool age_is(const SagaFilter& filter, TimePoint created, TimePoint now) {
  if (filter.older_than && created >= now - *filter.older_than) return false;
  if (filter.younger_than && created < now - *filter.younger_than) return false;
  if (filter.from && created < *filter.from) return false;
  return !filter.to || created < *filter.to;
}

bool amount_is(const AmountRange& range, const std::optional<Money>& amount) {
  return amount && amount->currency == range.currency && amount->minor >= range.least.value_or(amount->minor) &&
         amount->minor <= range.most.value_or(amount->minor);
}

bool error_is(const std::string& error, const Saga& saga) {
  return error.empty() ? !saga.parked_reason : saga.parked_reason && saga.error == error;
}

bool is_found(std::string_view search, const Saga& saga) {
  if (search.empty()) return true;
  const auto range = uuid_range(search);
  const auto number = user_number(search);
  if (range && saga.id >= folded(range->first) && saga.id <= folded(range->second)) return true;
  if (number && saga.user_id == std::to_string(*number)) return true;
  if (saga.order_id && saga.order_id->starts_with(search)) return true;
  // What looks like an id or a user is not searched for in reasons.
  return !range && !number && saga.parked_reason && folded(*saga.parked_reason).contains(folded(search));
}

bool user_is(const std::string& user, const Saga& saga) {
  const auto number = user_number(user);  // a user that is no number is nobody's
  return number && saga.user_id == std::to_string(*number);
}

bool among(const std::vector<SagaId>& ids, const SagaId& id) { return std::ranges::find(ids, id) != ids.end(); }

}  // namespace

std::string_view search_text(const SagaFilter& filter) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::string_view text = filter.search;
  const std::size_t from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

std::optional<std::int64_t> user_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

bool holds(const SagaFilter& filter, const Saga& saga, TimePoint server_now) {
  if (!filter.conditions.empty() &&
      std::ranges::find(filter.conditions, condition_of(saga, server_now)) == filter.conditions.end()) {
    return false;
  }
  if (filter.type && saga.type != *filter.type) return false;
  if (filter.step && saga.current_step != *filter.step) return false;
  if (filter.route && saga.route != *filter.route) return false;
  if (filter.user && !user_is(*filter.user, saga)) return false;
  if (filter.order && saga.order_id != filter.order) return false;
  if (filter.amount && !amount_is(*filter.amount, saga.amount)) return false;
  if (filter.error && !error_is(*filter.error, saga)) return false;
  if (filter.among && !among(*filter.among, saga.id)) return false;
  if (among(filter.except, saga.id)) return false;
  return age_is(filter, saga.created_at, server_now) && is_found(search_text(filter), saga);
}

}  // namespace saga
