// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/receiver_process.h"

#include <chrono>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backend/payment/publishing/routes.h"
#include "backend/private_servers/log_tail.h"

namespace saga::bench {

using namespace std::chrono_literals;

Result<ReceiverProcess> ReceiverProcess::start(const BenchServers& servers, const std::filesystem::path& programs) {
  const auto log = servers.directory() / "receiver.log";
  std::filesystem::remove(log);
  auto process = ChildProcess::start(
      {.argv = {(programs / "external-receiver").string()}, .output = log, .death_signal = SIGKILL});
  if (!process) return std::unexpected(process.error());
  constexpr std::string_view kSays = "listening on ";
  for (int i = 0; i < 500; ++i) {
    std::ifstream in(log);
    std::string line;
    if (std::getline(in, line) && line.starts_with(kSays) && !in.eof()) {
      return ReceiverProcess(std::move(*process), log, line.substr(kSays.size()));
    }
    std::this_thread::sleep_for(20ms);
  }
  return std::unexpected(Error{ErrorKind::Internal, "external-receiver does not listen: " + log_tail(log)});
}

Result<ReceiverProcess::Arrived> ReceiverProcess::end() {
  process_.terminate(10s);
  std::ifstream in(log_);
  std::string line, last;
  while (std::getline(in, line)) last = line;
  const auto counts = nlohmann::json::parse(last, nullptr, false);
  if (!counts.is_object()) return std::unexpected(Error{ErrorKind::Internal, "external-receiver said: " + last});
  Arrived all;
  for (const auto& target : counts) {
    all.accepted += target.at("accepted").get<std::int64_t>();
    all.repeated += target.at("repeated").get<std::int64_t>();
    all.order_violations += target.at("orderViolations").get<std::int64_t>();
  }
  return all;
}

std::string ReceiverProcess::targets(int connections) const {
  std::string toml = "[external]\n";
  for (const std::string_view target : payment::kExternalTargets) {
    toml += fmt::format("[external.{0}]\nurl = \"{1}/{0}\"\nconnections = {2}\n", target, address_, connections);
  }
  return toml;
}

}  // namespace saga::bench
