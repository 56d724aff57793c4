// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/routing_tour.h"

#include <algorithm>

#include "ui/routing/change_panel.h"
#include "ui/routing/gateway_model.h"
#include "ui/routing/routing_controller.h"
#include "ui/routing/routing_page.h"
#include "ui/routing/toggle_panel.h"

namespace saga::ui {
namespace {

using Waiting = std::optional<QString>;

Waiting wait_for_gateways(const RoutingController& controller) {
  if (!controller.snapshot() || controller.snapshot()->flow.size() < 2) return QStringLiteral("the routing");
  if (!controller.platform()) return QStringLiteral("what this role may do");
  if (!controller.rollback().postgres_says()) return QStringLiteral("PostgreSQL's word on the rollback");
  if (controller.rollback().has_second_path() && !controller.rollback().redis_says()) {
    return QStringLiteral("Redis's word on the rollback");
  }
  const auto lines = gateway_lines(controller);
  const bool any = std::ranges::any_of(lines, [](const GatewayLine& line) {
    return line.state == GatewayLine::State::Obeys && line.event_driven.has_value();
  });
  return any ? std::nullopt : Waiting(QStringLiteral("a gateway that has taken up the toggles"));
}

}  // namespace

std::vector<TourStop> routing_tour(const RoutingTourOf& of) {
  const auto ready = [controller = &of.controller] { return wait_for_gateways(*controller); };
  std::vector<TourStop> stops;
  stops.push_back({QStringLiteral("routing"), {}, ready, {QSize(1440, 900), QSize(1024, 700)}});
  stops.push_back({QStringLiteral("routing-change"),
                   [page = &of.page] {
                     Q_EMIT page->toggle_panel().change_wanted(
                         QString::fromLatin1(kCanaryToggle.data(), static_cast<qsizetype>(kCanaryToggle.size())),
                         QStringLiteral("25"));
                   },
                   [page = &of.page]() -> Waiting {
                     return page->changing() ? std::nullopt : Waiting(QStringLiteral("the question before a change"));
                   }});
  // Left as it was found.
  stops.push_back(
      {QStringLiteral("routing-again"), [page = &of.page] { Q_EMIT page->change_panel().closed(); }, ready});
  return stops;
}

}  // namespace saga::ui
