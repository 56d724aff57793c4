// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "app/console/console.h"
#include "ui/tour/offscreen_tour.h"
#include "ui/tour/overview_tour.h"
#include "ui/tour/routing_tour.h"
#include "ui/tour/sagas_tour.h"
#include "ui/tour/timeline_tour.h"

namespace saga::app {

// Every page's tour, one after the other; the outage comes last. The console must outlive it.
[[nodiscard]] std::vector<ui::TourStop> console_tour(Console& console, ui::OutageHooks outage);

}  // namespace saga::app
