// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/attach/own_directories.h"
#include "tests/postgres/saga_database.h"

namespace saga::test {

struct Finished {
  int status = -1;
  std::string out;
  std::string err;
  // Fails the test unless stdout is exactly one JSON document.
  [[nodiscard]] nlohmann::json json() const;
};

// Runs sagactl with these arguments, stdout and stderr apart.
Finished sagactl(const std::vector<std::string>& arguments);

// A database, with profiles "op", "viewer" and "nobody" for the people in it.
class SagactlWorld {
 public:
  SagactlWorld();
  // `name`'s profile connects as `user`; settings are further lines of [postgres].
  void add_profile(const std::string& name, const std::string& user, const std::string& settings = {}) const;

  OwnDirectories own;
  SagaDatabase database;
};

}  // namespace saga::test
