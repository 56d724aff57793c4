// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/saga.h"
#include "backend/postgres/session.h"

namespace saga::test {

// A saga as a test wants it; what is left out does not matter to it.
struct NewSaga {
  std::string id = {};  // a new one if empty
  std::string status = "RUNNING";
  std::string order_id = "ORD-1";
  std::int64_t user_id = 1;
  std::string step = "BalanceDeduction";
  std::optional<std::string> parked_reason = {};
  int silent_seconds = 0;
  int age_seconds = 60;  // since it was created
  int open_effects = 0;
  std::optional<std::string> resolution = {};
};

// A database with the contract, and people in it: kim operates, vera views, nobody has no role at all.
class SagaDatabase {
 public:
  SagaDatabase();

  SagaId insert(const NewSaga& saga);
  // Also notes the change in the feed.
  void change(const SagaId& id, const std::string& kind = "STEP");
  std::string value(const std::string& sql);  // of one cell; "" for NULL; fails the test on an error
  void run(const std::string& sql);

  [[nodiscard]] std::string conninfo(const std::string& user = "postgres") const;
  [[nodiscard]] std::shared_ptr<pg::Session> session(const std::string& user = "postgres",
                                                     bool read_only = false) const;
  pg::Session& admin() { return *admin_; }
  [[nodiscard]] std::string name() const;  // of the database

 private:
  std::string conninfo_;
  std::shared_ptr<pg::Session> admin_;
};

}  // namespace saga::test
