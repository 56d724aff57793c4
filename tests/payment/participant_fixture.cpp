// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/payment/participant_fixture.h"

#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "tests/support/installed_database.h"
#include "tests/support/servers.h"

namespace saga::test {

using payment::Delivery;

ParticipantTest::ParticipantTest() : conninfo_(installed_database()), admin_(open_session(conninfo_)) {
  config_.saga_conninfo = conninfo_;
  for (const char* domain : {"orders", "balances", "products", "payments"}) {
    config_.domain_conninfo[domain] = conninfo_;
  }
}

std::unique_ptr<payment::Handler> ParticipantTest::participant(payment::Role role) const {
  return payment::make_participant(role, config_, clock_);
}

Delivery ParticipantTest::forward(std::string_view step, const std::string& order, std::int64_t user,
                                  std::int64_t amount, const std::string& saga) {
  const payment::StepTopics& topics = *payment::find_step(step);
  Delivery delivery = event(topics.forward.request, order);
  delivery.event.event_type = topics.forward.request_type;
  if (!saga.empty()) delivery.event.saga_id = saga;
  delivery.event.payload.update({{"userId", user}, {"amount", amount}, {"currency", "KRW"}, {"step", step}});
  return delivery;
}

Delivery ParticipantTest::undo(const Delivery& action, const std::string& reason) {
  const payment::StepTopics& topics = *payment::find_step(action.event.payload.at("step").get<std::string>());
  Delivery delivery = again(action);
  delivery.topic = topics.compensation.request;
  delivery.event.event_type = topics.compensation.request_type;
  delivery.event.payload["attempt"] = 1;
  delivery.event.payload["reason"] = reason;
  return delivery;
}

Delivery ParticipantTest::again(const Delivery& request) {
  Delivery delivery = request;
  delivery.entry_id = fmt::format("{}-0", ++entries_);
  delivery.event.event_id = payment::new_uuid_v7(clock_.now());
  delivery.event.payload["attempt"] = request.event.payload.at("attempt").get<int>() + 1;
  return delivery;
}

Delivery ParticipantTest::event(std::string_view topic, const std::string& order) {
  return {.topic = std::string(topic),
          .entry_id = fmt::format("{}-0", ++entries_),
          .event = {.event_id = payment::new_uuid_v7(clock_.now()),
                    .event_type = "Test",
                    .saga_id = payment::new_uuid_v7(clock_.now()),
                    .correlation_id = "",
                    .traceparent = payment::traceparent_of(payment::new_trace_id()),
                    .occurred_at = clock_.now(),
                    .payload = {{"orderId", order}, {"attempt", 1}}}};
}

std::vector<SentReply> ParticipantTest::handle(payment::Handler& handler, const std::vector<Delivery>& batch) {
  auto handled = handler.handle(batch);
  if (!handled) {
    ADD_FAILURE() << handled.error().code << " " << handled.error().message;
    return {};
  }
  EXPECT_TRUE(handled->later.empty());
  EXPECT_TRUE(handled->unusable.empty());
  std::vector<SentReply> replies;
  for (auto& sent : handled->send) replies.push_back({std::move(sent.topic), std::move(sent.event)});
  return replies;
}

SentReply ParticipantTest::handle_one(payment::Handler& handler, const Delivery& delivery) {
  auto replies = handle(handler, {delivery});
  EXPECT_EQ(replies.size(), 1U);
  return replies.empty() ? SentReply{} : std::move(replies.front());
}

void ParticipantTest::run(const std::string& sql) {
  if (auto done = admin_->execute_script(sql); !done) ADD_FAILURE() << sql << ": " << done.error().message;
}

std::string ParticipantTest::value(const std::string& sql) {
  const auto rows = admin_->query(sql);
  if (!rows) {
    ADD_FAILURE() << sql << ": " << rows.error().message;
    return {};
  }
  const auto text = rows->one([](const pg::Row& row) { return row.optional_text(0).value_or(""); });
  if (!text) ADD_FAILURE() << sql << ": " << text.error().message;
  return text.value_or("");
}

std::int64_t ParticipantTest::number(const std::string& sql) {
  const std::string text = value(sql);
  return text.empty() ? 0 : std::stoll(text);
}

}  // namespace saga::test
