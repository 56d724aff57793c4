// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/legacy/legacy_request.h"

namespace saga::payment {
namespace {

std::unexpected<Error> invalid(std::string why) { return std::unexpected(Error{ErrorKind::Invalid, std::move(why)}); }

}  // namespace

Result<LegacyRequest> read_legacy_request(const Event& event) {
  auto payment = read_payment_request(event);
  if (!payment) return std::unexpected(payment.error());
  const auto route = event.payload.find("route");
  if (route == event.payload.end() || !route->is_object()) return invalid("payload.route is not an object");
  const auto reason = route->find("reason");
  if (reason == route->end() || !reason->is_string() || reason->get_ref<const std::string&>().empty()) {
    return invalid("payload.route.reason is not a text");
  }
  const auto version = route->find("toggleVersion");
  if (version == route->end() || !version->is_number_integer()) {
    return invalid("payload.route.toggleVersion is not a whole number");
  }
  const std::string traceparent = traceparent_of(payment->trace_id);
  return LegacyRequest{.payment = std::move(*payment),
                       .event_id = event.event_id,
                       .traceparent = traceparent,
                       .reason = reason->get<std::string>(),
                       .toggle_version = version->get<std::int64_t>()};
}

}  // namespace saga::payment
