// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "backend/concurrency/executor.h"
#include "backend/services/attachment.h"
#include "ui/tour/offscreen_tour.h"

namespace saga::ui {

class MainWindow;
class OverviewController;

// What the tour walks through and asks; everything must outlive it.
struct OverviewTourOf {
  OverviewController& controller;
  MainWindow& window;
  Attachment& attachment;
  Executor& gui;
  std::function<bool()> group_is_shown;  // the Sagas page shows a group's sagas
};

// The overview of the live system, and the largest group that waits for a person, opened from it. A stop is reached
// only when PostgreSQL, asked for the group's sagas, counts as many as the screen.
[[nodiscard]] std::vector<TourStop> overview_tour(const OverviewTourOf& of);

}  // namespace saga::ui
