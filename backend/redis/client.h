// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/redis/reply.h"

namespace saga::redis {

struct Endpoint {
  std::string host = "127.0.0.1";
  int port = 6379;
  std::string unix_path = {};  // if given: instead of host and port
  std::string user = {};
  std::string password = {};
  int database = 0;
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds timeout{5000};  // for the answer to a call
};

// A reply beyond these ends the connection: a broken or hostile server must not eat the memory.
struct Limits {
  std::size_t bytes = std::size_t{256} << 20;   // of one reply
  std::size_t elements = std::size_t{1} << 20;  // of one reply, all levels together
  int depth = 7;                                // arrays within arrays
};

// Command and arguments, each byte as it is; never parsed, so nothing in them can become another command.
using Command = std::vector<std::string>;

class Socket;
class ReplyReader;

// One connection, used by one thread (interrupt() excepted). Lost once, it stays lost: reconnecting is a new
// Client. An error reply is a Reply (see expect_ok); an Error means that there is no reply.
//   ErrorKind::Connection   the connection is lost; whether the command took effect is not known
//   ErrorKind::Timeout      no answer within the deadline; the connection is closed, since the answer could
//                           otherwise be taken for that of the next command
//   code "INTERRUPTED"      interrupt() was called (kind Timeout)
class Client {
 public:
  // Connects, authenticates, selects the database and sees that the server answers.
  [[nodiscard]] static Result<std::unique_ptr<Client>> open(const Endpoint& endpoint, const Limits& limits = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  [[nodiscard]] Result<Reply> call(const Command& command);
  [[nodiscard]] Result<Reply> call(const Command& command, std::chrono::milliseconds timeout);

  // All commands in one go, the replies in their order. An error reply does not stop the ones behind it.
  [[nodiscard]] Result<std::vector<Reply>> pipeline(std::span<const Command> commands);

  // A command that waits in the server (XREAD BLOCK …). `patience` must exceed the command's own BLOCK time.
  // interrupt() ends it: before it was sent without harm, afterwards by closing the connection – the entries that
  // the lost answer delivered to a consumer group are found in its pending list.
  [[nodiscard]] Result<Reply> call_blocking(const Command& command, std::chrono::milliseconds patience);

  // The two halves of a blocking call, for who wants to keep the connection: after "nothing yet" and after
  // INTERRUPTED, receive() may be called again, and must be before anything else is sent.
  [[nodiscard]] Result<void> send(const Command& command);
  [[nodiscard]] Result<std::optional<Reply>> receive(std::chrono::milliseconds patience);

  // From any thread, while the Client lives: ends the call_blocking() or receive() that waits now, or else the
  // next one, with code INTERRUPTED. Ordinary calls are not touched; their timeout bounds them.
  void interrupt();

  [[nodiscard]] bool broken() const;

 private:
  Client(std::unique_ptr<Socket> socket, std::unique_ptr<ReplyReader> reader, std::chrono::milliseconds timeout);
  [[nodiscard]] Result<void> write(std::string_view bytes, std::chrono::steady_clock::time_point deadline);
  [[nodiscard]] Result<std::optional<Reply>> next_reply(std::chrono::steady_clock::time_point deadline,
                                                        bool interruptible);
  [[nodiscard]] Result<void> read_available();
  [[nodiscard]] Result<void> check() const;
  std::unexpected<Error> broke(Error error);

  std::unique_ptr<Socket> socket_;
  std::unique_ptr<ReplyReader> reader_;
  std::chrono::milliseconds timeout_;
  bool awaited_ = false;  // a command was sent by send() and its reply not yet received
  bool broken_ = false;
};

// An Error of call_blocking() or receive() that interrupt() caused.
[[nodiscard]] bool interrupted(const Error& error);

}  // namespace saga::redis
