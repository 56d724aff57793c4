// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/postgres/saga_database.h"

#include <gtest/gtest.h>

#include "tests/support/installed_database.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

// Users belong to the whole server, so they are made once a program.
void make_people(pg::Session& admin) {
  static bool made = false;
  if (std::exchange(made, true)) return;
  const auto done = admin.execute_script(
      "create role kim login in role saga_operator; create role vera login in role saga_viewer; "
      "create role nobody login");
  ASSERT_TRUE(done) << done.error().message;
}

}  // namespace

SagaDatabase::SagaDatabase() : conninfo_(installed_database()), admin_(open_session(conninfo_)) {
  make_people(*admin_);
}

SagaId SagaDatabase::insert(const NewSaga& saga) {
  pg::Params params;
  params.add(saga.id.empty() ? std::nullopt : std::optional(saga.id));
  params.add(saga.step).add(saga.status).add(saga.order_id).add(saga.user_id).add(saga.parked_reason);
  params.add(saga.open_effects).add(saga.silent_seconds).add(saga.resolution).add(saga.age_seconds);
  const auto rows = admin_->query(
      "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
      "trace_id, parked_reason, open_effects, progress_at, resolution, created_at) "
      "values (coalesce($1::uuid, saga.uuid_v7(now() - make_interval(secs => $10::int))), 'PaymentSaga', $2, $3, $4, "
      "$5, 128000, 'KRW', 'trace-1', $6, $7, now() - make_interval(secs => $8::int), $9, "
      "now() - make_interval(secs => $10::int)) returning saga_id",
      params);
  if (!rows) {
    ADD_FAILURE() << rows.error().message;
    return {};
  }
  return rows->one([](const pg::Row& row) { return row.text("saga_id"); }).value_or("");
}

void SagaDatabase::change(const SagaId& id, const std::string& kind) {
  const auto done = admin_->execute("insert into saga.saga_change (saga_id, kind) values ($1, $2)", {id, kind});
  ASSERT_TRUE(done) << done.error().message;
}

std::string SagaDatabase::value(const std::string& sql) {
  const auto rows = admin_->read(sql);
  if (!rows) {
    ADD_FAILURE() << rows.error().message;
    return {};
  }
  const auto cell = rows->one([](const pg::Row& row) { return row.optional_text(0).value_or(""); });
  if (!cell) ADD_FAILURE() << cell.error().message;
  return cell.value_or("");
}

void SagaDatabase::run(const std::string& sql) {
  const auto done = admin_->execute_script(sql);
  ASSERT_TRUE(done) << done.error().message;
}

std::string SagaDatabase::name() const {
  const auto rows = admin_->read("select current_database()");
  return rows->one([](const pg::Row& row) { return row.text(0); }).value();
}

std::string SagaDatabase::conninfo(const std::string& user) const { return conninfo_ + " user=" + user; }

std::shared_ptr<pg::Session> SagaDatabase::session(const std::string& user, bool read_only) const {
  return open_session(conninfo(user), read_only);
}

}  // namespace saga::test
