// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/tour/offscreen_tour.h"

namespace saga::ui {

class JournalController;
class JournalPage;

// What the tour walks through; everything must outlive it.
struct JournalTourOf {
  JournalController& controller;
  JournalPage& page;
};

// The journal of the live system, its chains verified, and a row that is looked at.
[[nodiscard]] std::vector<TourStop> journal_tour(const JournalTourOf& of);

}  // namespace saga::ui
