// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/sagactl/command_line.h"

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "backend/private_servers/private_postgres.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// Nothing of ours runs between fork and exec: a thread of the test may hold the allocator's lock at that moment.
pid_t spawn(const std::string& program, std::vector<std::string> arguments, const std::filesystem::path& directory) {
  arguments.insert(arguments.begin(), program);
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, (directory / "out").c_str(), kFlags, 0600);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, (directory / "err").c_str(), kFlags, 0600);
  pid_t child = -1;
  const int error = posix_spawn(&child, program.c_str(), &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  EXPECT_EQ(error, 0) << program << ": " << std::strerror(error);
  return child;
}

}  // namespace

nlohmann::json Finished::json() const {
  auto document = nlohmann::json::parse(out, nullptr, false);
  EXPECT_FALSE(document.is_discarded()) << "stdout is not one JSON document:\n" << out << "\nstderr:\n" << err;
  return document.is_discarded() ? nlohmann::json::object() : document;
}

Finished sagactl(const std::vector<std::string>& arguments) {
  const char* programs = std::getenv("SAGA_BIN");
  const std::string program = std::string(programs != nullptr ? programs : "build/dev/bin") + "/sagactl";
  std::string pattern = (std::filesystem::temp_directory_path() / "sagactl-XXXXXX").string();
  const std::filesystem::path directory = mkdtemp(pattern.data());
  const pid_t child = spawn(program, arguments, directory);
  int status = -1;
  if (child > 0) waitpid(child, &status, 0);
  Finished finished{WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(directory / "out"),
                    text_of(directory / "err")};
  std::filesystem::remove_all(directory);
  return finished;
}

SagactlWorld::SagactlWorld() {
  add_profile("op", "kim");
  add_profile("viewer", "vera");
  add_profile("nobody", "nobody");
}

void SagactlWorld::add_profile(const std::string& name, const std::string& user, const std::string& settings) const {
  const std::string dbname = database.name();
  own.write("config/saga-console/profiles/" + name + ".toml",
            "[postgres]\nhost = \"" + test_postgres().socket_directory().string() + "\"\ndbname = \"" + dbname +
                "\"\nuser = \"" + user + "\"\n" + settings);
}

}  // namespace saga::test
