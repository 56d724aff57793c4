// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/live_system.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "backend/private_servers/child_process.h"

namespace saga::test {
namespace {

std::filesystem::path programs() {
  const char* folder = std::getenv("SAGA_BIN");
  return folder == nullptr ? "" : folder;
}

class DemoEnvironment final : public ::testing::Environment {
 public:
  demo::Demo& get() {
    if (!demo_) {
      // Less than the slowest build manages beside another test: what piles up would be looked at instead of what is.
      auto started = demo::Demo::start({.sagas = 500, .rate = 20, .programs = programs()});
      if (!started) throw std::runtime_error(started.error().message);  // nothing can be tested without it
      demo_ = std::move(*started);
    }
    return *demo_;
  }
  void TearDown() override { demo_.reset(); }

 private:
  std::unique_ptr<demo::Demo> demo_;
};

// Registered before main(), so that GoogleTest tears it down after the last test.
DemoEnvironment* const environment = [] {
  auto* made = new DemoEnvironment;
  ::testing::AddGlobalTestEnvironment(made);
  return made;
}();

}  // namespace

demo::Demo& live_system() { return environment->get(); }

Ran sagactl(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), (programs() / "sagactl").string());
  const auto finished = run_program({.argv = arguments, .capture = true}, std::chrono::seconds(30));
  if (!finished) return {.exit_code = -1, .output = finished.error().message, .json = {}};
  Ran ran{.exit_code = finished->status.code, .output = finished->output, .json = {}};
  // Messages for people go to stderr, which is captured with it: the document is what begins with a brace.
  if (const auto begin = ran.output.find('{'); begin != std::string::npos) {
    const auto end = ran.output.rfind('}');
    ran.json = nlohmann::json::parse(ran.output.substr(begin, end - begin + 1), nullptr, false);
  }
  return ran;
}

}  // namespace saga::test
