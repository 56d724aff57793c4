// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "backend/outcome/error.h"

namespace saga::redis {

struct Endpoint;

using Deadline = std::chrono::steady_clock::time_point;

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { reset(); }
  void reset();
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

// A connected, non-blocking socket and the eventfd by which another thread wakes the one that waits on it.
class Socket {
 public:
  enum class Wake { Ready, Interrupted, TimedOut };

  [[nodiscard]] static Result<std::unique_ptr<Socket>> connect(const Endpoint& endpoint);

  // Waits until the socket can be read (or written). Only an `interruptible` wait takes an interrupt; otherwise it
  // stays for the next one that does.
  [[nodiscard]] Result<Wake> wait(short events, Deadline deadline, bool interruptible) const;

  // What can be read now; 0: nothing. An Error at the end of the stream.
  [[nodiscard]] Result<std::size_t> read(std::span<char> buffer) const;
  // How much of it was taken now; may be 0.
  [[nodiscard]] Result<std::size_t> write(std::string_view bytes) const;

  void interrupt() const;  // from any thread
  void close() { socket_.reset(); }

 private:
  Socket(Descriptor socket, Descriptor event) : socket_(std::move(socket)), event_(std::move(event)) {}

  Descriptor socket_;
  Descriptor event_;  // outlives a closed socket: interrupt() may come at any time
};

[[nodiscard]] Error connection_error(std::string message);

}  // namespace saga::redis
