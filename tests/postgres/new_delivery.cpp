// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/postgres/new_delivery.h"

#include <gtest/gtest.h>

namespace saga::test {

DeliveryId insert(SagaDatabase& database, const NewDelivery& delivery) {
  pg::Params params;
  params.add(delivery.target).add(delivery.event_type).add(delivery.status).add(delivery.generation);
  params.add(delivery.error).add(delivery.payload).add(delivery.age_seconds);
  params.add(delivery.event.empty() ? std::nullopt : std::optional(delivery.event));
  const auto rows = database.admin().query(
      "insert into saga.external_event_log (event_id, target_system, event_type, event_data, order_key, shard, status, "
      "generation, listed_generation, retry_count, occurred_at, died_at, sent_at, error_message) "
      "select e.id, $1, $2, $6, 'payment/' || e.id, 1, $3, $4, $4, 3, now(), "
      "now() - make_interval(secs => $7::int), case when $3 = 'SENT' then now() end, $5 "
      "from (select coalesce($8::uuid, saga.uuid_v7(clock_timestamp())) as id) e "
      "returning saga.delivery_id(event_id, target_system)",
      params);
  if (!rows) {
    ADD_FAILURE() << rows.error().message;
    return {};
  }
  return rows->one([](const pg::Row& row) { return row.text(0); }).value_or("");
}

}  // namespace saga::test
