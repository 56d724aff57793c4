// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/payment/receiver/receiver.h"
#include "tests/payment/system_fixture.h"

namespace saga::test {

// A publisher in this process, with targets that do as they are told. Impatient, so that tests need not be patient.
class PublishingTest : public SystemTest {
 protected:
  PublishingTest();
  ~PublishingTest() override { stop(); }  // before the receiver, which would wait for its connections

  // Only the publisher, unless told otherwise.
  void start_publisher() { start(); }
  // Puts events of a type into the outbox of the domain that writes them; `data` is formatted with the number.
  void publish(const std::string& type, int count = 1, int from = 1);
  void publish(const std::string& type, const std::string& data);

  // "SENT 3": how many deliveries of a target are in which status.
  [[nodiscard]] static std::string statuses(const std::string& target);
  // Everything is SENT, and so often.
  [[nodiscard]] testing::AssertionResult all_sent(int deliveries);
  // What the target has accepted, in the words of the log: "each once" or what is wrong.
  [[nodiscard]] std::string arrived(const std::string& target);
  // Entries of dead-letter:<topic>, newest first.
  [[nodiscard]] std::vector<std::string> listed(const std::string& topic);
  // Asks for every dead letter of the target by external.replay.
  void replay_all(const std::string& target);

  payment::TargetCounts counts(const std::string& target) { return receiver_->ledger().counts(target); }

  std::unique_ptr<payment::Receiver> receiver_;
};

}  // namespace saga::test
