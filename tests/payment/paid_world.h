// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>

#include "backend/payment/runtime/config.h"
#include "backend/postgres/session.h"
#include "backend/redis/client.h"

namespace saga::test {

// A payment system that has worked and stopped: payments of both routes, completed, refused at various steps, undone
// and refunded. It is made once a test program; each object is a copy of its databases, to be spoilt.
class PaidWorld {
 public:
  PaidWorld();

  [[nodiscard]] const payment::Config& config() const { return config_; }
  [[nodiscard]] pg::Session& at(const std::string& schema);
  void run(const std::string& schema, const std::string& sql);  // with names, see fill()
  [[nodiscard]] std::string value(const std::string& schema, const std::string& sql);

  // Text with the names of what is there in braces:
  //   {done} {undone} {invalid} {legacy} {legacy-refused} {refunded}   orders
  //   {done.saga}, {undone.saga}, {invalid.saga}, {refunded.refund}    their sagas
  //   {done.payment} {done.account} {done.user} {done.currency} {done.product}
  //   {unknown}                                                        the id of no saga
  [[nodiscard]] std::string fill(std::string text) const;

 private:
  payment::Config config_;
  std::map<std::string, std::unique_ptr<pg::Session>> sessions_;  // by schema
  std::map<std::string, std::string> names_;
};

}  // namespace saga::test
