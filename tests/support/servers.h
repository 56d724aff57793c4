// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/postgres/session.h"
#include "backend/private_servers/private_postgres.h"
#include "backend/private_servers/private_redis.h"

namespace saga::test {

// The servers of this test program: started when first asked for, stopped after its last test. A test that stops
// one starts it again. Failing to start ends the program: no test here is worth anything without them.
PrivatePostgres& test_postgres();
PrivateRedis& test_redis();

// The conninfo of a new, empty database, so that tests do not see each other's rows.
std::string fresh_database();
// An endpoint of the shared Redis after FLUSHALL.
redis::Endpoint fresh_redis();

// A session of the superuser; ends the test program if it cannot be opened.
std::unique_ptr<pg::Session> open_session(const std::string& conninfo, bool read_only = false);
std::unique_ptr<redis::Client> open_client(const redis::Endpoint& endpoint);

}  // namespace saga::test
