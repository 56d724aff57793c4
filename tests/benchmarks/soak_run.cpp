// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/soak_run.h"

#include <cmath>
#include <numeric>
#include <thread>

#include <fmt/format.h>

#include "backend/redis/client.h"
#include "tests/benchmarks/process_usage.h"

namespace saga::bench {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

constexpr const char* kDatabase = "soak";
constexpr const char* kRefused = "[faults.PaymentCreation]\ndecline = { permille = 1000, message = \"refused\" }\n";
constexpr const char* kRetention = "[janitor]\nkeep_changes_minutes = 10\nkeep_streams_seconds = 30\n";

// What is kept for good or for days grows with the sagas; the feed lives minutes.
constexpr const char* kSizes = R"(
select coalesce(sum(pg_total_relation_size(relid)) filter (where relname ~ '^saga_change'), 0)::text || ' ' ||
       coalesce(sum(pg_total_relation_size(relid)) filter (where relname !~ '^saga_change'), 0)::text || ' ' ||
       coalesce(sum(n_dead_tup), 0)::text
  from pg_stat_user_tables)";

struct Sizes {
  std::int64_t feed = 0, rest = 0, dead_rows = 0;
};

struct Sample {
  double minute = 0;
  std::int64_t ended = 0;
  Usage engine, postgres, redis;
  Sizes sizes;
};

Result<Sizes> sizes_of(const BenchServers& servers, const EngineOptions& options) {
  Sizes all;
  for (const std::string& database : BenchServers::databases_of(kDatabase, options.one_per_domain)) {
    const auto text = servers.value(database, kSizes);
    if (!text) return std::unexpected(text.error());
    std::istringstream fields(*text);
    Sizes one;
    fields >> one.feed >> one.rest >> one.dead_rows;
    all.feed += one.feed;
    all.rest += one.rest;
    all.dead_rows += one.dead_rows;
  }
  return all;
}

Result<Sample> sample_of(const BenchServers& servers, const EngineOptions& options, const Engine& engine) {
  Sample sample;
  const auto ended = servers.value(kDatabase, "select count(*) from saga.saga_state where not scheduled");
  if (!ended) return std::unexpected(ended.error());
  sample.ended = std::stoll(*ended);
  auto sizes = sizes_of(servers, options);
  if (!sizes) return std::unexpected(sizes.error());
  sample.sizes = *sizes;
  for (const pid_t process : engine.processes()) {
    const Usage usage = usage_of(process);
    sample.engine.cpu_seconds += usage.cpu_seconds;
    sample.engine.resident_bytes += usage.resident_bytes;
  }
  sample.postgres = usage_of_tree(servers.postgres().pid());
  sample.redis = usage_of(servers.redis().pid());
  return sample;
}

double rounded(double value) { return std::round(value * 1000) / 1000; }
double percent(double from, double to) { return from == 0 ? 0 : rounded(100 * (to - from) / from); }

// What a stretch of the soak cost, a saga.
struct Stretch {
  Sample from, to;
  [[nodiscard]] double sagas() const { return static_cast<double>(to.ended - from.ended); }
  [[nodiscard]] double rate() const { return sagas() / (60 * (to.minute - from.minute)); }
  [[nodiscard]] double engine_cpu() const { return 1e6 * (to.engine.cpu_seconds - from.engine.cpu_seconds) / sagas(); }
  [[nodiscard]] double postgres_cpu() const {
    return 1e6 * (to.postgres.cpu_seconds - from.postgres.cpu_seconds) / sagas();
  }
  [[nodiscard]] double kept_bytes() const { return static_cast<double>(to.sizes.rest - from.sizes.rest) / sagas(); }
  [[nodiscard]] Json json() const {
    return {{"minutes", fmt::format("{:.0f}–{:.0f}", from.minute, to.minute)},
            {"sagasPerSecond", rounded(rate())},
            {"engineMicrosecondsASaga", rounded(engine_cpu())},
            {"postgresMicrosecondsASaga", rounded(postgres_cpu())},
            {"keptBytesASaga", std::round(kept_bytes())},
            {"feedBytes", to.sizes.feed},
            {"deadRows", to.sizes.dead_rows},
            {"engineResidentBytes", to.engine.resident_bytes},
            {"redisResidentBytes", to.redis.resident_bytes}};
  }
};

}  // namespace

Result<Json> measure_soak(BenchServers& servers, const EngineOptions& options, const SoakOptions& soak) {
  const auto engine = Engine::start(servers, options, kDatabase, std::string(kRefused) + kRetention);
  if (!engine) return std::unexpected(engine.error());
  const auto seconds = std::chrono::seconds(soak.minutes).count();
  auto load = engine->load_beside({"--rate", std::to_string(soak.rate), "--seconds", std::to_string(seconds + 60),
                                   "--insufficient-percent", "0", "--invalid-percent", "0", "--no-stock-percent", "0",
                                   "--coupon-percent", "0", "--hot", "0"});
  if (!load) return std::unexpected(load.error());
  const auto begin = std::chrono::steady_clock::now();
  std::vector<Sample> samples;
  // Twelve stretches; the first minutes, in which caches fill and the feed grows to its age, are not one of them.
  const auto warm_up = std::chrono::seconds(seconds / 10);
  for (int i = 0; i <= 12; ++i) {
    std::this_thread::sleep_until(begin + warm_up + i * (std::chrono::seconds(seconds) - warm_up) / 12);
    auto sample = sample_of(servers, options, *engine);
    if (!sample) return std::unexpected(sample.error());
    sample->minute = std::chrono::duration<double, std::ratio<60>>(std::chrono::steady_clock::now() - begin).count();
    samples.push_back(*sample);
    if (samples.size() > 1)
      fmt::print(stderr, "{}\n", Stretch{samples[samples.size() - 2], samples.back()}.json().dump());
  }
  Json result{{"offeredPerSecond", soak.rate}, {"minutes", soak.minutes.count()}, {"stretches", Json::array()}};
  for (std::size_t i = 1; i < samples.size(); ++i)
    result["stretches"].push_back(Stretch{samples[i - 1], samples[i]}.json());
  // Thirds against each other: one stretch alone is at the mercy of a checkpoint.
  const Stretch first{samples[0], samples[4]}, last{samples[8], samples[12]};
  result["driftPercent"] = {
      {"sagasPerSecond", percent(first.rate(), last.rate())},
      {"engineMicrosecondsASaga", percent(first.engine_cpu(), last.engine_cpu())},
      {"postgresMicrosecondsASaga", percent(first.postgres_cpu(), last.postgres_cpu())},
      {"keptBytesASaga", percent(first.kept_bytes(), last.kept_bytes())},
      {"feedBytes", percent(static_cast<double>(samples[0].sizes.feed), static_cast<double>(samples[12].sizes.feed))},
      {"engineResidentBytes", percent(static_cast<double>(samples[0].engine.resident_bytes),
                                      static_cast<double>(samples[12].engine.resident_bytes))}};
  return result;
}

}  // namespace saga::bench
