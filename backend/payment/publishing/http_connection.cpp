// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/http_connection.h"

#include <httplib.h>
#include <optional>

#include <fmt/format.h>

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kKeptOfBody = 300;

struct Url {
  std::string server;  // "http://host:port"
  std::string path;
};

std::optional<Url> split(const std::string& url) {
  std::size_t host = std::string::npos;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (url.starts_with(scheme)) host = scheme.size();
  }
  if (host == std::string::npos || url.find_first_of(" \t\r\n#?") != std::string::npos) return std::nullopt;
  const auto slash = url.find('/', host);
  const std::string server = url.substr(0, slash);
  if (server.size() == host || server.contains('@')) return std::nullopt;
  return Url{server, slash == std::string::npos ? "/" : url.substr(slash)};
}

class HttpConnection final : public Connection {
 public:
  HttpConnection(const Url& url, milliseconds timeout) : path_(url.path), timeout_(timeout), client_(url.server) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(timeout);
    const auto micros = std::chrono::microseconds(timeout - seconds).count();
    client_.set_connection_timeout(static_cast<time_t>(seconds.count()), static_cast<time_t>(micros));
    client_.set_read_timeout(static_cast<time_t>(seconds.count()), static_cast<time_t>(micros));
    client_.set_write_timeout(static_cast<time_t>(seconds.count()), static_cast<time_t>(micros));
    client_.set_keep_alive(true);
    client_.set_tcp_nodelay(true);  // head and body are written apart; together with delayed acknowledgements: 40 ms
    client_.set_decompress(false);
  }

  HttpAnswer post(const std::string& body, const HttpHeaders& headers) override {
    HttpAnswer answer;
    httplib::Request request;
    request.method = "POST";
    request.path = path_;
    request.body = body;
    for (const auto& [name, value] : headers) request.headers.emplace(name, value);
    request.headers.emplace("Content-Type", "application/json");
    request.headers.emplace("Accept-Encoding", "identity");
    // Of a body of whatever length, the beginning is kept for the error text.
    request.content_receiver = [&answer](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
      const std::size_t room = kKeptOfBody - std::min(kKeptOfBody, answer.text.size());
      answer.text.append(data, std::min(room, size));
      return true;
    };
    httplib::Response response;
    httplib::Error error = httplib::Error::Success;
    const auto begun = std::chrono::steady_clock::now();
    if (client_.send(request, response, error)) {
      answer.status = response.status;
      return answer;
    }
    const bool late = std::chrono::steady_clock::now() - begun >= timeout_ - milliseconds(1);
    answer = {};
    answer.problem = late ? fmt::format("no answer within {} ms", timeout_.count()) : problem(error);
    return answer;
  }

  void abort() override { client_.stop(); }

 private:
  static std::string problem(httplib::Error error) {
    switch (error) {
      case httplib::Error::Connection:
      case httplib::Error::ConnectionTimeout: return "connection refused or not possible";
      case httplib::Error::Read: return "the connection was closed before an answer came";
      case httplib::Error::Write: return "the connection was closed while it was written to";
      default: return fmt::format("no answer ({})", httplib::to_string(error));
    }
  }

  std::string path_;
  milliseconds timeout_;
  httplib::Client client_;
};

}  // namespace

bool is_http_url(const std::string& url) {
  const auto parts = split(url);
  return parts && httplib::Client(parts->server).is_valid();
}

std::unique_ptr<Connection> connect_http(const std::string& url, milliseconds timeout) {
  const auto parts = split(url);
  return std::make_unique<HttpConnection>(parts.value_or(Url{"http://invalid", "/"}), timeout);
}

}  // namespace saga::payment
