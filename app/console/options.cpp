// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/options.h"

#include <iostream>

#include <CLI/CLI.hpp>

namespace saga::app {

Parsed parse_options(int argc, char** argv) {
  Parsed parsed;
  Options& o = parsed.options;
  CLI::App app("Saga Console: watch, understand and mend the sagas of a payment platform.", "saga-console");
  auto* demo = app.add_flag("--demo", o.demo,
                            "Start private servers, the payment saga system and live traffic, and attach to them");
  auto* profile = app.add_option("--profile", o.profile, "Attach by the profile of this name");
  auto* file = app.add_option("--profile-file", o.profile_file, "Attach by the profile in this file");
  profile->excludes(file)->excludes(demo);
  file->excludes(demo);
  auto* no_window = app.add_flag("--no-window", o.no_window, "With --demo: servers and traffic alone")->needs(demo);
  auto* offscreen = app.add_option("--offscreen", o.offscreen,
                                   "With --demo: render the screens to PNG files in this directory, then end")
                        ->needs(demo)
                        ->excludes(no_window);
  app.add_option("--seconds", o.seconds, "With --offscreen: seconds before the first picture")
      ->needs(offscreen)
      ->check(CLI::Range(0, 3600))
      ->capture_default_str();
  app.add_option("--history", o.history, "With --demo: finished sagas of the last day")
      ->needs(demo)
      ->check(CLI::Range(100, 5'000'000))
      ->capture_default_str();
  app.add_option("--rate", o.rate, "With --demo: payments a second")
      ->needs(demo)
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--theme", o.theme, "light, dark or system")
      ->check(CLI::IsMember({"light", "dark", "system"}))
      ->capture_default_str();
  app.add_option("--language", o.language, "en or ko; the desktop's otherwise")->check(CLI::IsMember({"en", "ko"}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    parsed.exit_code = app.exit(error) == 0 ? 0 : 2;
    return parsed;
  }
  if (!o.demo && o.profile.empty() && o.profile_file.empty()) {
    std::cerr << "Say what to attach to: --demo, --profile NAME or --profile-file FILE.\n"
                 "Run with --help for more information.\n";
    parsed.exit_code = 2;
  }
  return parsed;
}

}  // namespace saga::app
