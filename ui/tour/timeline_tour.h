// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "backend/concurrency/executor.h"
#include "backend/services/attachment.h"
#include "ui/tour/offscreen_tour.h"

namespace saga::ui {

class TimelineController;
class TimelinePage;

// What the tour walks through and asks; everything must outlive it.
struct TimelineTourOf {
  TimelineController& controller;
  TimelinePage& page;
  Attachment& attachment;
  Executor& gui;
};

// The timeline of the live system: the last quarter of an hour, the day by step, and a second with its sagas' steps. A
// stop is reached only when PostgreSQL, asked for what needs attention, counts as many as the lane.
[[nodiscard]] std::vector<TourStop> timeline_tour(const TimelineTourOf& of);

}  // namespace saga::ui
