// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/redis/change_hints.h"

#include <utility>

#include "backend/redis/streams.h"

namespace saga::redis {
namespace {

constexpr int kBatch = 1000;                // hints coalesce; how many there were does not matter
constexpr std::chrono::seconds kMargin{5};  // beyond the server's own BLOCK time, until it counts as lost

// The id behind which to read. "$" would be resolved anew by every XREAD and lose what came between two of them.
Result<std::string> newest_id(Client& client, const std::string& stream) {
  const auto reply = expect_ok(client.call({"XREVRANGE", stream, "+", "-", "COUNT", "1"}));
  if (!reply) return std::unexpected(reply.error());
  const auto entries = parse_entries(*reply, stream);
  if (!entries) return std::unexpected(entries.error());
  return entries->empty() ? std::string("0-0") : entries->front().id;
}

}  // namespace

StreamChangeHints::StreamChangeHints(std::unique_ptr<Client> listener, std::unique_ptr<Client> control,
                                     std::string stream, std::string last_id)
    : listener_(std::move(listener)),
      control_(std::move(control)),
      stream_(std::move(stream)),
      last_id_(std::move(last_id)) {}

Result<std::unique_ptr<StreamChangeHints>> StreamChangeHints::open(const Endpoint& endpoint, std::string stream) {
  auto listener = Client::open(endpoint);
  if (!listener) return std::unexpected(listener.error());
  auto control = Client::open(endpoint);
  if (!control) return std::unexpected(control.error());
  auto id = newest_id(**control, stream);
  if (!id) return std::unexpected(id.error());
  return std::unique_ptr<StreamChangeHints>(
      new StreamChangeHints(std::move(*listener), std::move(*control), std::move(stream), std::move(*id)));
}

Result<bool> StreamChangeHints::wait(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (auto asked = ask(left); !asked) return std::unexpected(asked.error());
    const auto reply = listener_->receive(left);
    if (!reply) {
      if (interrupted(reply.error())) return false;
      return std::unexpected(reply.error());
    }
    if (!*reply) {
      if (std::chrono::steady_clock::now() < blocked_until_ + kMargin) return false;
      return std::unexpected(Error{ErrorKind::Timeout, "Redis did not answer in time.", "Connect again."});
    }
    asked_ = false;
    const auto entries = parse_streams(**reply);
    if (!entries) return std::unexpected(entries.error());
    if (!entries->empty()) {
      last_id_ = entries->back().id;
      return true;
    }
    // The answer to an earlier, shorter wait says nothing about this one.
    if (std::chrono::steady_clock::now() >= deadline) return false;
  }
}

// A read that an interrupt left behind still waits in the server, and its answer serves this wait as well.
Result<void> StreamChangeHints::ask(std::chrono::milliseconds block) {
  if (asked_) return {};
  auto sent = listener_->send(xread_command({stream_}, {last_id_}, kBatch, block));
  if (!sent) return sent;
  asked_ = true;
  blocked_until_ = std::chrono::steady_clock::now() + block;
  return {};
}

Result<std::chrono::microseconds> StreamChangeHints::ping() {
  const auto begin = std::chrono::steady_clock::now();
  const auto reply = expect_ok(control_->call({"PING"}));
  if (!reply) return std::unexpected(reply.error());
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
}

void StreamChangeHints::interrupt() { listener_->interrupt(); }

}  // namespace saga::redis
