// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/campaign/noise.h"

#include <chrono>
#include <random>
#include <vector>

#include <queue>

#include "backend/payment/event.h"
#include "backend/payment/topics.h"
#include "backend/redis/streams.h"

namespace saga::campaign {
namespace {

using namespace std::chrono_literals;
using Time = std::chrono::steady_clock::time_point;

// One in so many.
constexpr std::uint64_t kResubmitted = 20, kRepeated = 15;

std::vector<std::string> all_topics() {
  std::vector<std::string> topics{std::string(payment::kPaymentRequested)};
  for (const payment::StepTopics& step : payment::kPaymentSteps) {
    for (const auto& leg : {step.forward, step.compensation}) {
      for (const std::string_view topic : {leg.request, leg.done, leg.failed}) topics.emplace_back(topic);
    }
  }
  return topics;
}

struct Copy {
  Time due;
  std::string topic;
  std::string event;
  friend bool operator>(const Copy& a, const Copy& b) { return a.due > b.due; }
};

// A client that asks again has no idea of the first event.
std::string asked_again(const std::string& text) {
  auto event = payment::decode(text);
  if (!event) return text;
  event->event_id = payment::new_uuid_v7(SystemClock().now());
  return payment::encode(*event);
}

}  // namespace

Noise::Noise(redis::Endpoint redis, std::uint64_t seed)
    : thread_([this, redis = std::move(redis), seed](const std::stop_token& stop) { run(stop, redis, seed); }) {}

void Noise::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Noise::run(const std::stop_token& stop, const redis::Endpoint& redis, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const std::vector<std::string> topics = all_topics();
  std::vector<std::string> from(topics.size(), "0");
  std::priority_queue<Copy, std::vector<Copy>, std::greater<>> copies;
  std::unique_ptr<redis::Client> client;
  while (!stop.stop_requested()) {
    if (!client || client->broken()) {
      auto opened = redis::Client::open(redis);
      if (!opened) {
        std::this_thread::sleep_for(100ms);
        continue;
      }
      client = std::move(*opened);
    }
    const auto now = std::chrono::steady_clock::now();
    while (!copies.empty() && copies.top().due <= now) {
      if (!client->call(redis::xadd_command(copies.top().topic, "event", copies.top().event))) break;
      copies.pop();
    }
    const auto reply = client->call_blocking(redis::xread_command(topics, from, 500, 50ms), 2s);
    if (!reply) continue;
    const auto entries = redis::parse_streams(*reply);
    if (!entries) continue;
    for (const redis::StreamEntry& entry : *entries) {
      from[static_cast<std::size_t>(std::ranges::find(topics, entry.stream) - topics.begin())] = entry.id;
      const std::string* event = entry.field("event");
      if (event == nullptr) continue;
      const bool request = entry.stream == payment::kPaymentRequested;
      if (random() % (request ? kResubmitted : kRepeated) != 0) continue;
      copies.push(
          {now + std::chrono::milliseconds(random() % 5000), entry.stream, request ? asked_again(*event) : *event});
      ++(request ? resubmitted_ : repeated_);
    }
  }
}

}  // namespace saga::campaign
