// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_where.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "backend/domain/uuid.h"

namespace saga::pg {
namespace {

constexpr std::string_view kPayment = "PaymentSaga";
constexpr std::string_view kUsualRoute = "EVENT_DRIVEN";

// One text that is no UUID would fail the statement for all.
std::vector<SagaId> known(const std::vector<SagaId>& ids) {
  std::vector<SagaId> uuids;
  std::ranges::copy_if(ids, std::back_inserter(uuids), [](const SagaId& id) { return is_uuid(id); });
  return uuids;
}

void add_age(std::vector<std::string>& all, const SagaFilter& filter, Values& values) {
  const auto ago = [&](std::chrono::seconds span) {
    return fmt::format("now() - make_interval(secs => {}::double precision)", values.place(span.count()));
  };
  if (filter.older_than) all.push_back("created_at < " + ago(*filter.older_than));
  if (filter.younger_than) all.push_back("created_at >= " + ago(*filter.younger_than));
  if (filter.from) all.push_back(fmt::format("created_at >= {}::timestamptz", values.place(*filter.from)));
  if (filter.to) all.push_back(fmt::format("created_at < {}::timestamptz", values.place(*filter.to)));
}

void add_amount(std::vector<std::string>& all, const AmountRange& amount, Values& values) {
  all.push_back(fmt::format("currency collate \"C\" = {}", values.place(amount.currency)));
  if (amount.least) all.push_back(fmt::format("amount >= {}::bigint", values.place(*amount.least)));
  if (amount.most) all.push_back(fmt::format("amount <= {}::bigint", values.place(*amount.most)));
}

}  // namespace

std::string predicate(Condition condition) {
  const std::string still =
      fmt::format("(parked or progress_at < now() - interval '{} seconds')", kStuckThreshold.count());
  switch (condition) {
    case Condition::Running: return "active and status = 'RUNNING' and not " + still;
    case Condition::Compensating: return "active and status = 'COMPENSATING' and not " + still;
    case Condition::Stuck: return "active and " + still;
    case Condition::Completed: return "status = 'COMPLETED'";
    case Condition::Compensated: return "status = 'FAILED' and open_effects = 0";
    case Condition::NeedsAttention: return "attention";
    case Condition::Failed: return "resolved and status = 'FAILED' and open_effects > 0";
    case Condition::Unknown: return "status not in ('RUNNING', 'COMPLETED', 'COMPENSATING', 'FAILED')";
  }
  return "false";
}

std::vector<std::string> everywhere(const SagaFilter& filter, Values& values) {
  std::vector<std::string> all;
  if (filter.type) {
    all.push_back(fmt::format("saga_type = {}", values.place(*filter.type)));
    if (*filter.type != kPayment) all.push_back(fmt::format("saga_type <> '{}'", kPayment));  // its index says so
  }
  if (filter.route) {
    all.push_back(fmt::format("route = {}", values.place(*filter.route)));
    if (*filter.route != kUsualRoute) all.push_back(fmt::format("route <> '{}'", kUsualRoute));  // its index says so
  }
  if (filter.order) all.push_back(fmt::format("order_id = {}", values.place(*filter.order)));
  if (filter.user) {
    // A user that is no number is nobody's.
    const auto number = user_number(*filter.user);
    all.push_back(number ? fmt::format("user_id = {}::bigint", values.place(*number)) : "false");
  }
  if (filter.error) {
    all.emplace_back(filter.error->empty() ? "not parked" : "parked");
  }
  if (filter.error && !filter.error->empty()) {
    all.push_back(fmt::format("error = {}", values.place(*filter.error)));
  }
  if (filter.amount) add_amount(all, *filter.amount, values);
  if (filter.among) all.push_back(fmt::format("saga_id = any ({}::uuid[])", values.place(known(*filter.among))));
  if (!filter.except.empty()) {
    all.push_back(fmt::format("saga_id <> all ({}::uuid[])", values.place(known(filter.except))));
  }
  add_age(all, filter, values);
  return all;
}

std::vector<std::string> meanings(const SagaFilter& filter, Values& values) {
  const std::string_view search = search_text(filter);
  std::vector<std::string> found;
  if (search.empty()) return found;
  const auto range = uuid_range(search);
  if (range) {
    found.push_back(
        fmt::format("saga_id between {}::uuid and {}::uuid", values.place(range->first), values.place(range->second)));
  }
  const auto number = user_number(search);
  if (number) found.push_back(fmt::format("user_id = {}::bigint", values.place(*number)));
  found.push_back(fmt::format("order_id like {}", values.place(like_escaped(search) + "%")));
  if (!range && !number) {
    found.push_back(fmt::format("parked and parked_reason ilike {}", values.place("%" + like_escaped(search) + "%")));
  }
  return found;
}

std::string like_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace saga::pg
