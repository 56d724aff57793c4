// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/redis/socket.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "backend/redis/client.h"

namespace saga::redis {
namespace {

std::string reason(int number) { return std::generic_category().message(number); }

int remaining_ms(Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

void set_option(int fd, int level, int name, int value) {
  // These only make a loss known sooner or an answer faster; a kernel that refuses one still connects.
  static_cast<void>(setsockopt(fd, level, name, &value, sizeof value));
}

void tune_tcp(int fd) {
  set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, 10);
  set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
}

// Begins to connect and waits for the outcome.
Result<Descriptor> connect_to(const sockaddr* address, socklen_t length, int family, Deadline deadline) {
  Descriptor fd(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (fd.get() < 0) return std::unexpected(connection_error(reason(errno)));
  if (::connect(fd.get(), address, length) == 0) return fd;
  if (errno != EINPROGRESS) return std::unexpected(connection_error(reason(errno)));
  for (;;) {
    pollfd entry{.fd = fd.get(), .events = POLLOUT, .revents = 0};
    const int ready = poll(&entry, 1, remaining_ms(deadline));
    if (ready > 0) break;
    if (ready < 0 && errno != EINTR) return std::unexpected(connection_error(reason(errno)));
    if (ready == 0) return std::unexpected(Error{ErrorKind::Timeout, "no answer to the connection request"});
  }
  int failure = 0;
  socklen_t size = sizeof failure;
  if (getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &failure, &size) != 0) failure = errno;
  if (failure != 0) return std::unexpected(connection_error(reason(failure)));
  return fd;
}

Result<Descriptor> connect_unix(const std::string& path, Deadline deadline) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return std::unexpected(Error{ErrorKind::Invalid, "the path of the socket is too long"});
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return connect_to(reinterpret_cast<const sockaddr*>(&address), sizeof address, AF_UNIX, deadline);
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

Result<Descriptor> connect_tcp(const Endpoint& endpoint, Deadline deadline) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  // The resolver keeps its own time; its limit is in resolv.conf.
  const int failure = getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(), &hints, &list);
  if (failure != 0) return std::unexpected(connection_error(gai_strerror(failure)));
  const std::unique_ptr<addrinfo, FreeAddresses> addresses(list);
  Error last = connection_error("the name has no address");
  for (const addrinfo* address = list; address != nullptr; address = address->ai_next) {
    auto fd = connect_to(address->ai_addr, address->ai_addrlen, address->ai_family, deadline);
    if (fd) {
      tune_tcp(fd->get());
      return fd;
    }
    last = fd.error();
  }
  return std::unexpected(last);
}

}  // namespace

Error connection_error(std::string message) { return Error{ErrorKind::Connection, std::move(message)}; }

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Descriptor::reset() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

Result<std::unique_ptr<Socket>> Socket::connect(const Endpoint& endpoint) {
  const Deadline deadline = std::chrono::steady_clock::now() + endpoint.connect_timeout;
  auto fd = endpoint.unix_path.empty() ? connect_tcp(endpoint, deadline) : connect_unix(endpoint.unix_path, deadline);
  if (!fd) {
    Error error = fd.error();
    const std::string where =
        endpoint.unix_path.empty() ? fmt::format("{}:{}", endpoint.host, endpoint.port) : endpoint.unix_path;
    error.message = fmt::format("Redis at {} cannot be reached: {}.", where, error.message);
    return std::unexpected(error);
  }
  Descriptor event(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (event.get() < 0) return std::unexpected(Error{ErrorKind::Internal, "No eventfd: " + reason(errno)});
  return std::unique_ptr<Socket>(new Socket(std::move(*fd), std::move(event)));
}

Result<Socket::Wake> Socket::wait(short events, Deadline deadline, bool interruptible) const {
  for (;;) {
    pollfd entries[] = {{.fd = socket_.get(), .events = events, .revents = 0},
                        {.fd = interruptible ? event_.get() : -1, .events = POLLIN, .revents = 0}};
    const int ready = poll(entries, 2, remaining_ms(deadline));
    if (ready == 0) return Wake::TimedOut;
    if (ready < 0) {
      if (errno == EINTR) continue;
      return std::unexpected(connection_error(reason(errno)));
    }
    if (entries[1].revents != 0) {
      std::uint64_t count = 0;
      static_cast<void>(::read(event_.get(), &count, sizeof count));  // only resets it
      return Wake::Interrupted;
    }
    return Wake::Ready;  // an error of the socket, too, is told by the next read or write
  }
}

Result<std::size_t> Socket::read(std::span<char> buffer) const {
  const ssize_t count = recv(socket_.get(), buffer.data(), buffer.size(), 0);
  if (count > 0) return static_cast<std::size_t>(count);
  if (count == 0) return std::unexpected(connection_error("Redis closed the connection."));
  if (errno == EAGAIN || errno == EINTR) return std::size_t{0};
  return std::unexpected(connection_error(fmt::format("The connection to Redis is lost: {}.", reason(errno))));
}

Result<std::size_t> Socket::write(std::string_view bytes) const {
  const ssize_t count = send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (count >= 0) return static_cast<std::size_t>(count);
  if (errno == EAGAIN || errno == EINTR) return std::size_t{0};
  return std::unexpected(connection_error(fmt::format("The connection to Redis is lost: {}.", reason(errno))));
}

void Socket::interrupt() const {
  const std::uint64_t one = 1;
  // Fails only when the counter is full, and then it wakes as well.
  [[maybe_unused]] const ssize_t written = ::write(event_.get(), &one, sizeof one);
}

}  // namespace saga::redis
