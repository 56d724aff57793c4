// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/events/domain_events.h"

#include <map>

#include <fmt/format.h>

#include "backend/payment/event.h"
#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

struct Texts {
  std::string name, sql;
};

// The last number of each aggregate is read by its key; the rows of a batch count on from there.
Texts texts_for(std::string_view schema) {
  return {fmt::format("{}.events", schema), fmt::format(R"(
with stored as (
  insert into {0}.event_store (aggregate_id, sequence_number, event_type, event_data)
  select a, coalesce((select e.sequence_number from {0}.event_store e where e.aggregate_id = a
                       order by e.sequence_number desc limit 1), 0) + row_number() over (partition by a order by n), t, d
    from unnest($1::text[], $2::text[], $3::text[]) with ordinality as u (a, t, d, n))
insert into {0}.outbox (event_type, event_data, saga_id, traceparent)
select t, d, s, p from unnest($4::text[], $5::text[], $6::uuid[], $7::text[]) as u (t, d, s, p))",
                                                        schema)};
}

std::string dumped(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<std::string> unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(std::string(text));
}

}  // namespace

Statement DomainEvents::statement(std::string_view schema) {
  static const auto all = [] {
    std::map<std::string_view, Texts> texts;
    for (const StepTopics& step : kPaymentSteps) texts.emplace(step.participant, texts_for(step.participant));
    return texts;
  }();
  const Texts& texts = all.at(schema);
  return {texts.name, texts.sql};
}

void DomainEvents::store(std::string aggregate, std::string_view type, const nlohmann::json& data) {
  aggregates_.push_back(std::move(aggregate));
  types_.emplace_back(type);
  data_.push_back(dumped(data));
}

void DomainEvents::publish(std::string_view type, const nlohmann::json& data, const Cause& cause) {
  out_types_.emplace_back(type);
  out_data_.push_back(dumped(data));
  out_sagas_.push_back(unless_empty(cause.saga_id));
  out_traces_.push_back(unless_empty(next_span(cause.traceparent)));
}

Result<void> DomainEvents::write(Work& work) const {
  if (aggregates_.empty() && out_types_.empty()) return {};
  const auto written =
      work.run(statement(schema_), {aggregates_, types_, data_, out_types_, out_data_, out_sagas_, out_traces_});
  if (!written) return std::unexpected(written.error());
  return {};
}

std::string order_aggregate(std::string_view order_id) { return fmt::format("order/{}", order_id); }
std::string account_aggregate(std::int64_t user_id, std::string_view currency) {
  return fmt::format("account/{}/{}", user_id, currency);
}
std::string reservation_aggregate(std::string_view order_id) { return fmt::format("reservation/{}", order_id); }
std::string payment_aggregate(std::string_view payment_id) { return fmt::format("payment/{}", payment_id); }

}  // namespace saga::payment
