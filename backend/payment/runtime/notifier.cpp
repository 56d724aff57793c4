// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/notifier.h"

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

#include <spdlog/spdlog.h>

#include "backend/payment/runtime/log.h"

namespace saga::payment {
namespace {

// 0, or why it could not be sent.
int send_to(const std::string& path, std::string_view state) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return ENAMETOOLONG;
  std::memcpy(address.sun_path, path.data(), path.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  const auto sent = ::sendto(fd, state.data(), state.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                             reinterpret_cast<const sockaddr*>(&address), size);
  const int why = sent < 0 ? errno : 0;
  ::close(fd);
  return why;
}

std::string text_of(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

}  // namespace

Notifier Notifier::from_environment() {
  const std::string text = text_of("WATCHDOG_USEC");
  std::int64_t microseconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), microseconds);
  const bool usable = error == std::errc{} && end == text.data() + text.size() && microseconds > 0;
  return {text_of("NOTIFY_SOCKET"), usable ? std::optional<std::chrono::microseconds>(microseconds) : std::nullopt};
}

void Notifier::tell(std::string_view state) {
  if (socket_.empty()) return;
  const int why = send_to(socket_, state);
  if (why == 0 || std::exchange(complained_, true)) return;
  spdlog::warn("event=notify-failed state={} error={}", state, log_text(std::strerror(why)));
}

}  // namespace saga::payment
