// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace saga::app {

struct Options {
  bool demo = false;
  bool no_window = false;  // demo only: servers and traffic alone
  std::string offscreen;   // demo only: a directory for pictures; "" for a window
  int seconds = 20;        // offscreen: before the first picture
  int history = 52'000;    // demo only: finished sagas of the last day
  int rate = 50;           // demo only: payments a second
  std::string profile;     // a name; "" with profile_file
  std::string profile_file;
  std::string link;      // saga-console://…: where to go; "" for where the program was last
  std::string theme;     // "system", "light", "dark"; "" for what was chosen last
  std::string language;  // "en", "ko"; "" for what was chosen last, or the desktop's
};

// nullopt: go on. Otherwise what the process exits with: help was printed, or the usage was wrong (2).
struct Parsed {
  Options options;
  std::optional<int> exit_code;
};
[[nodiscard]] Parsed parse_options(int argc, char** argv);

}  // namespace saga::app
