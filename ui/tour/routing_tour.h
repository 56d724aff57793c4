// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/tour/offscreen_tour.h"

namespace saga::ui {

class RoutingController;
class RoutingPage;

// What the tour walks through; everything must outlive it.
struct RoutingTourOf {
  RoutingController& controller;
  RoutingPage& page;
};

// The routing of the live system, and what stands before a change of the canary. A stop is reached only when a gateway
// that runs has taken up the newest toggle and both paths of the rollback have answered. Nothing is changed.
[[nodiscard]] std::vector<TourStop> routing_tour(const RoutingTourOf& of);

}  // namespace saga::ui
