// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "backend/payment/participants/participants.h"
#include "backend/postgres/session.h"

namespace saga::test {

// A reply of a participant, as a test looks at it.
struct SentReply {
  std::string topic;
  payment::Event event;
  [[nodiscard]] std::string code() const { return event.payload.value("code", ""); }
  [[nodiscard]] bool retryable() const { return event.payload.value("retryable", false); }
  [[nodiscard]] bool stood() const { return event.payload.value("stood", false); }
  [[nodiscard]] const nlohmann::json& result() const { return event.payload.at("result"); }
};

// A database with the four domains, and participants that work on it.
class ParticipantTest : public testing::Test {
 protected:
  ParticipantTest();

  [[nodiscard]] std::unique_ptr<payment::Handler> participant(payment::Role role) const;

  // A request to the participant of `step`; a new saga if none is named.
  [[nodiscard]] payment::Delivery forward(std::string_view step, const std::string& order, std::int64_t user,
                                          std::int64_t amount, const std::string& saga = {});
  // The compensation of the same saga.
  [[nodiscard]] payment::Delivery undo(const payment::Delivery& action, const std::string& reason = "CANCELLED");
  // The same request once more: another entry of the stream, the next attempt.
  [[nodiscard]] payment::Delivery again(const payment::Delivery& request);
  [[nodiscard]] payment::Delivery event(std::string_view topic, const std::string& order);

  // Replies of a batch. Fails the test if the batch was not handled as a whole.
  std::vector<SentReply> handle(payment::Handler& handler, const std::vector<payment::Delivery>& batch);
  SentReply handle_one(payment::Handler& handler, const payment::Delivery& delivery);

  void run(const std::string& sql);
  std::string value(const std::string& sql);  // of one cell; "" for NULL
  std::int64_t number(const std::string& sql);

  SystemClock clock_;
  std::string conninfo_;
  std::unique_ptr<pg::Session> admin_;
  payment::Config config_;

 private:
  int entries_ = 0;
};

}  // namespace saga::test
