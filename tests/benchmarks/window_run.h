// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/console/console.h"
#include "tests/benchmarks/change_load.h"
#include "tests/benchmarks/gui_watch.h"

namespace saga::ui {
class SagaTableView;
}

namespace saga::bench {

// Drives the Sagas page of a real console as an operator would, and times what is painted. Call from main, outside of
// any event: it runs the event loop itself.
class WindowRun {
 public:
  WindowRun(WatchedApplication& application, app::Console& console);

  // Until the rows that are looked at are read and painted. False: not within ten seconds.
  [[nodiscard]] bool first_rows();
  // By the wheel, up and down, at sixty notches a second: from the notch to the painted frame.
  [[nodiscard]] nlohmann::ordered_json scroll(std::chrono::seconds time);
  // The bar to anywhere: to the rows there, painted.
  [[nodiscard]] nlohmann::ordered_json jump(int times);
  // From one filter to another: to its first rows, painted.
  [[nodiscard]] nlohmann::ordered_json filter(int times);
  // A saga on screen changes in PostgreSQL: from before the statement is sent to the row, painted.
  [[nodiscard]] Result<nlohmann::ordered_json> change(OneChange& opened, int times);
  // Scrolls, jumps and filters by turns; the program's memory each minute.
  [[nodiscard]] nlohmann::ordered_json soak(std::chrono::minutes time);

  // Runs the loop for so long.
  void pause(std::chrono::milliseconds time);
  // What the GUI thread did since the last call: its work on single events, and what a knock at its loop had to wait.
  [[nodiscard]] nlohmann::ordered_json take_stalls();

 private:
  // Runs the loop until `done` holds after a paint of the table's viewport.
  bool wait(const std::function<bool()>& done, std::chrono::seconds patience = std::chrono::seconds(10));
  [[nodiscard]] bool rows_painted() const;
  void go_to(const char* filter);

  WatchedApplication& application_;
  app::Console& console_;
  ui::SagaTableView* table_;
  Heartbeat heartbeat_;
};

}  // namespace saga::bench
