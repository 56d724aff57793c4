// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/receiver/receiver.h"

#include <charconv>
#include <condition_variable>
#include <httplib.h>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saga::payment {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kThreads = 256;  // a kept connection holds one
constexpr std::size_t kNoEnd = 1'000'000'000;

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Arrival arrival_of(const httplib::Request& request) {
  return {.delivery_id = request.get_header_value("Delivery-Id"),
          .event_type = request.get_header_value("Event-Type"),
          .order_key = request.get_header_value("Order-Key"),
          .position = number(request.get_header_value("Order-Position")),
          .generation = static_cast<int>(number(request.get_header_value("Delivery-Generation"))),
          .traceparent = request.get_header_value("traceparent"),
          .body = request.body};
}

Json json_of(const TargetCounts& counts) {
  return {{"requests", counts.requests},
          {"accepted", counts.accepted},
          {"deliveries", counts.deliveries},
          {"repeated", counts.repeated},
          {"orderViolations", counts.order_violations}};
}

void answer(httplib::Response& response, int status, const Json& json) {
  response.status = status;
  response.set_content(json.dump() + "\n", "application/json");
}

bool happens(double probability) {
  if (probability <= 0) return false;
  thread_local std::mt19937_64 random{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(random) < probability;
}

}  // namespace

struct Receiver::Server {
  httplib::Server http;
  std::string host;
  int port = 0;
  Ledger ledger;
  std::mutex mutex;
  std::condition_variable ending;
  bool ended = false;
  std::map<std::string, Behaviour> behaviours;
  std::thread thread;

  Behaviour behaviour_of(const std::string& target) {
    const std::scoped_lock lock(mutex);
    return behaviours[target];
  }

  // Also ends when the server does.
  void pause(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex);
    ending.wait_for(lock, time, [this] { return ended; });
  }

  void deliver(const httplib::Request& request, httplib::Response& response) {
    const std::string target = request.matches[1];
    const Behaviour behaviour = behaviour_of(target);
    ledger.asked(target);
    const Arrival arrival = arrival_of(request);
    if (arrival.delivery_id.empty()) return answer(response, 400, {{"error", "there is no Delivery-Id"}});
    if (happens(behaviour.hang)) {
      pause(behaviour.hang_for);
      return answer(response, 503, {{"error", "it took too long"}});
    }
    if (happens(behaviour.drop)) {
      response.set_content_provider(100, "text/plain",
                                    [](std::size_t, std::size_t, httplib::DataSink&) { return false; });
      return;
    }
    if (happens(behaviour.refuse)) return answer(response, behaviour.refuse_status, {{"error", behaviour.text}});
    if (happens(behaviour.fail)) return answer(response, behaviour.fail_status, {{"error", behaviour.text}});
    if (happens(behaviour.slow)) pause(behaviour.slow_for);
    ledger.accept(target, arrival);
    response.status = 200;
  }

  void control(const httplib::Request& request, httplib::Response& response) {
    const auto behaviour = behaviour_from(request.body);
    if (!behaviour) return answer(response, 400, {{"error", behaviour.error().message}});
    {
      const std::scoped_lock lock(mutex);
      behaviours[request.matches[1]] = *behaviour;
    }
    answer(response, 200, {{"target", std::string(request.matches[1])}});
  }

  void show(const httplib::Request& request, httplib::Response& response) {
    const Behaviour now = behaviour_of(request.matches[1]);
    answer(response, 200,
           {{"hang", now.hang}, {"drop", now.drop}, {"refuse", now.refuse}, {"fail", now.fail}, {"slow", now.slow}});
  }

  [[nodiscard]] Json counts() const {
    Json all = Json::object();
    for (const std::string& target : ledger.targets()) all[target] = json_of(ledger.counts(target));
    return all;
  }

  void set_up() {
    http.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };  // the server deletes it
    http.set_tcp_nodelay(true);
    http.set_keep_alive_max_count(kNoEnd);
    http.set_keep_alive_timeout(5);  // also how long the end waits for who keeps a connection
    http.Post("/control/([^/]+)", [this](const auto& request, auto& response) { control(request, response); });
    http.Get("/control/([^/]+)", [this](const auto& request, auto& response) { show(request, response); });
    http.Post("/([^/]+)", [this](const auto& request, auto& response) { deliver(request, response); });
    http.Get("/counts", [this](const auto&, auto& response) { answer(response, 200, counts()); });
    http.Get("/counts/([^/]+)", [this](const auto& request, auto& response) {
      answer(response, 200, json_of(ledger.counts(request.matches[1])));
    });
    http.Delete("/counts", [this](const auto&, auto& response) {
      ledger.clear();
      answer(response, 200, Json::object());
    });
  }
};

Receiver::Receiver(std::unique_ptr<Server> server) : server_(std::move(server)) {}

Result<std::unique_ptr<Receiver>> Receiver::start(const std::string& host, int port) {
  auto server = std::make_unique<Server>();
  server->set_up();
  server->host = host;
  if (port == 0) {
    server->port = server->http.bind_to_any_port(host);
  } else if (server->http.bind_to_port(host, port)) {
    server->port = port;
  } else {
    server->port = -1;
  }
  if (server->port < 0) {
    return std::unexpected(Error{ErrorKind::Connection, fmt::format("{}:{} cannot be listened on", host, port)});
  }
  server->thread = std::thread([http = &server->http] { http->listen_after_bind(); });
  return std::unique_ptr<Receiver>(new Receiver(std::move(server)));
}

Receiver::~Receiver() {
  // stop() is lost on a server that does not listen yet.
  while (!server_->http.is_running()) std::this_thread::yield();
  {
    const std::scoped_lock lock(server_->mutex);
    server_->ended = true;
  }
  server_->ending.notify_all();
  server_->http.stop();
  server_->thread.join();
}

int Receiver::port() const { return server_->port; }

std::string Receiver::url(const std::string& target) const {
  return fmt::format("http://{}:{}/{}", server_->host, server_->port, target);
}

void Receiver::behave(const std::string& target, const Behaviour& behaviour) {
  const std::scoped_lock lock(server_->mutex);
  server_->behaviours[target] = behaviour;
}

std::string Receiver::counts_text() const { return server_->counts().dump(); }

Ledger& Receiver::ledger() { return server_->ledger; }

}  // namespace saga::payment
