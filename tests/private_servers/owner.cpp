// SPDX-License-Identifier: GPL-3.0-or-later
// Owns servers until it is killed: prints their processes and their directory, then waits.
#include <cstdio>
#include <unistd.h>

#include <fmt/format.h>

#include "backend/private_servers/private_directory.h"
#include "backend/private_servers/private_postgres.h"
#include "backend/private_servers/private_redis.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto directory = saga::PrivateDirectory::create(argv[1]);
  if (!directory) return 1;
  const auto postgres = saga::PrivatePostgres::create({.directory = directory->path(), .durable = false});
  const auto redis = saga::PrivateRedis::create({.directory = directory->path()});
  if (!postgres || !redis) return 1;
  fmt::print("{} {} {}\n", (*postgres)->pid(), (*redis)->pid(), directory->path().string());
  std::fflush(stdout);
  for (;;) pause();
}
