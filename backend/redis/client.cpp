// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/redis/client.h"

#include <array>
#include <poll.h>
#include <utility>

#include "backend/redis/reply_reader.h"
#include "backend/redis/socket.h"

namespace saga::redis {
namespace {

constexpr const char* kInterrupted = "INTERRUPTED";

Error interrupted_error() { return Error{ErrorKind::Timeout, "The wait for Redis was interrupted.", "", kInterrupted}; }
Error late_error() { return Error{ErrorKind::Timeout, "Redis did not answer in time.", "Connect again."}; }

// What a fresh connection is told before anyone else may use it.
std::vector<Command> greeting(const Endpoint& endpoint) {
  std::vector<Command> commands;
  if (!endpoint.password.empty()) {
    commands.push_back(endpoint.user.empty() ? Command{"AUTH", endpoint.password}
                                             : Command{"AUTH", endpoint.user, endpoint.password});
  }
  if (endpoint.database != 0) commands.push_back({"SELECT", std::to_string(endpoint.database)});
  commands.push_back({"PING"});
  return commands;
}

}  // namespace

bool interrupted(const Error& error) { return error.code == kInterrupted; }

Client::Client(std::unique_ptr<Socket> socket, std::unique_ptr<ReplyReader> reader, std::chrono::milliseconds timeout)
    : socket_(std::move(socket)), reader_(std::move(reader)), timeout_(timeout) {}

Client::~Client() = default;

Result<std::unique_ptr<Client>> Client::open(const Endpoint& endpoint, const Limits& limits) {
  auto socket = Socket::connect(endpoint);
  if (!socket) return std::unexpected(socket.error());
  std::unique_ptr<Client> client(
      new Client(std::move(*socket), std::make_unique<ReplyReader>(limits), endpoint.timeout));
  const std::vector<Command> commands = greeting(endpoint);
  const auto replies = client->pipeline(commands);
  if (!replies) return std::unexpected(replies.error());
  for (std::size_t i = 0; i < replies->size(); ++i) {
    const Reply::ErrorText* refused = (*replies)[i].error();
    if (refused == nullptr) continue;
    Error error = error_of(*refused);
    // A user without the right to PING is a user nevertheless.
    if (error.code == "NOPERM" && commands[i].front() == "PING") continue;
    return std::unexpected(std::move(error));
  }
  return client;
}

Result<Reply> Client::call(const Command& command) { return call(command, timeout_); }

Result<Reply> Client::call(const Command& command, std::chrono::milliseconds timeout) {
  if (auto fine = check(); !fine) return std::unexpected(fine.error());
  const Deadline deadline = std::chrono::steady_clock::now() + timeout;
  if (auto sent = write(encode(command), deadline); !sent) return std::unexpected(sent.error());
  auto reply = next_reply(deadline, false);
  if (!reply) return std::unexpected(reply.error());
  if (!*reply) return broke(late_error());
  return std::move(**reply);
}

Result<std::vector<Reply>> Client::pipeline(std::span<const Command> commands) {
  if (auto fine = check(); !fine) return std::unexpected(fine.error());
  const Deadline deadline = std::chrono::steady_clock::now() + timeout_;
  std::string bytes;
  for (const Command& command : commands) bytes += encode(command);
  if (auto sent = write(bytes, deadline); !sent) return std::unexpected(sent.error());
  std::vector<Reply> replies;
  replies.reserve(commands.size());
  while (replies.size() < commands.size()) {
    auto reply = next_reply(deadline, false);
    if (!reply) return std::unexpected(reply.error());
    if (!*reply) return broke(late_error());
    replies.push_back(std::move(**reply));
  }
  return replies;
}

Result<Reply> Client::call_blocking(const Command& command, std::chrono::milliseconds patience) {
  if (auto fine = check(); !fine) return std::unexpected(fine.error());
  // An interrupt that came before the command is taken here, where nothing is lost by it.
  const auto now = std::chrono::steady_clock::now();
  const auto pending = socket_->wait(0, now, true);
  if (!pending) return broke(pending.error());
  if (*pending == Socket::Wake::Interrupted) return std::unexpected(interrupted_error());
  if (auto sent = send(command); !sent) return std::unexpected(sent.error());
  auto reply = receive(patience);
  if (!reply) return interrupted(reply.error()) ? broke(reply.error()) : std::unexpected(reply.error());
  if (!*reply) return broke(late_error());
  return std::move(**reply);
}

Result<void> Client::send(const Command& command) {
  if (auto fine = check(); !fine) return fine;
  auto sent = write(encode(command), std::chrono::steady_clock::now() + timeout_);
  awaited_ = sent.has_value();
  return sent;
}

Result<std::optional<Reply>> Client::receive(std::chrono::milliseconds patience) {
  if (broken_) return std::unexpected(connection_error("The connection to Redis is lost."));
  if (!awaited_) return std::unexpected(Error{ErrorKind::Internal, "No command was sent whose reply could come."});
  auto reply = next_reply(std::chrono::steady_clock::now() + patience, true);
  if (reply && *reply) awaited_ = false;
  return reply;
}

void Client::interrupt() { socket_->interrupt(); }

bool Client::broken() const { return broken_; }

Result<void> Client::check() const {
  if (broken_) return std::unexpected(connection_error("The connection to Redis is lost."));
  if (awaited_) return std::unexpected(Error{ErrorKind::Internal, "The reply to an earlier command is still to come."});
  return {};
}

std::unexpected<Error> Client::broke(Error error) {
  broken_ = true;
  awaited_ = false;
  socket_->close();
  return std::unexpected(std::move(error));
}

Result<void> Client::write(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const auto count = socket_->write(bytes);
    if (!count) return broke(count.error());
    bytes.remove_prefix(*count);
    if (bytes.empty()) break;
    // Both sides may be full: a server that cannot get rid of its replies reads no more commands.
    const auto wake = socket_->wait(POLLOUT | POLLIN, deadline, false);
    if (!wake) return broke(wake.error());
    if (*wake == Socket::Wake::TimedOut) return broke(late_error());
    if (auto read = read_available(); !read) return read;
  }
  return {};
}

Result<void> Client::read_available() {
  std::array<char, 64 * 1024> buffer;
  const auto count = socket_->read(buffer);
  if (!count) return broke(count.error());
  if (auto fed = reader_->feed(std::string_view(buffer.data(), *count)); !fed) return broke(fed.error());
  return {};
}

Result<std::optional<Reply>> Client::next_reply(Deadline deadline, bool interruptible) {
  for (;;) {
    auto reply = reader_->next();
    if (!reply) return broke(reply.error());
    if (*reply) return reply;
    const auto wake = socket_->wait(POLLIN, deadline, interruptible);
    if (!wake) return broke(wake.error());
    if (*wake == Socket::Wake::Interrupted) return std::unexpected(interrupted_error());
    if (*wake == Socket::Wake::TimedOut) return std::nullopt;
    if (auto read = read_available(); !read) return std::unexpected(read.error());
  }
}

}  // namespace saga::redis
