// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/tour/offscreen_tour.h"

namespace saga::ui {

class BulkController;
class JobsController;
class SagasController;

// What the tour walks through; everything must outlive it.
struct JobsTourOf {
  SagasController& sagas;
  BulkController& bulk;
  JobsController& jobs;
};

// A bulk retry of all that is stuck, from the frozen targets to a job whose sagas all have their outcome.
[[nodiscard]] std::vector<TourStop> jobs_tour(const JobsTourOf& of);

}  // namespace saga::ui
