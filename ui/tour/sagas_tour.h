// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "backend/concurrency/executor.h"
#include "backend/services/attachment.h"
#include "ui/tour/offscreen_tour.h"

namespace saga::ui {

class SagasController;
class SagasPage;

// Takes the database away and gives it back; both may be slow and run elsewhere.
struct OutageHooks {
  std::function<void()> stop_postgres;
  std::function<void()> start_postgres;
};

// What the tour walks through and asks; everything must outlive it.
struct SagasTourOf {
  SagasController& controller;
  SagasPage& page;
  Attachment& attachment;
  Executor& gui;
};

// The Sagas page as an operator meets it: live, a running saga, a parked one, a compensated one, the question before a
// retry. A stop is reached only when PostgreSQL, asked again, says what the screen shows.
[[nodiscard]] std::vector<TourStop> sagas_tour(const SagasTourOf& of);

// The database gone under a parked saga, and back. Last of all tours: no other waits for it to recover.
[[nodiscard]] std::vector<TourStop> outage_tour(const SagasTourOf& of, OutageHooks outage);

}  // namespace saga::ui
