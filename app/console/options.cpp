// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/options.h"

#include <iostream>

#include <CLI/CLI.hpp>

#include "ui/places/place.h"

namespace saga::app {
namespace {

// The link's own profile is attached to, unless another one is asked for: then the link is not for it. Returns why it
// is refused, or nothing.
std::string apply_link(Options& o) {
  const auto link = ui::link_from(QString::fromStdString(o.link));
  if (!link) return o.link + " leads nowhere that this program knows.";
  const bool free = !o.demo && o.profile_file.empty();  // otherwise the profile's name is not known yet
  if (free && o.profile.empty()) o.profile = link->profile.toStdString();
  if (free && QString::fromStdString(o.profile).compare(link->profile, Qt::CaseInsensitive) != 0) {
    return "The link leads to the profile " + link->profile.toStdString() + ", and --profile says " + o.profile +
           ".\nLeave --profile out to open the link.";
  }
  return {};
}

}  // namespace

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
  app.add_option("--theme", o.theme, "light, dark or system; what was chosen last otherwise")
      ->check(CLI::IsMember({"light", "dark", "system"}));
  app.add_option("--language", o.language, "en or ko; what was chosen last, or the desktop's, otherwise")
      ->check(CLI::IsMember({"en", "ko"}));
  app.add_option("link", o.link,
                 "A link as the window copies them, saga-console://PROFILE/…: attach there and open it");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    parsed.exit_code = app.exit(error) == 0 ? 0 : 2;
    return parsed;
  }
  if (!o.link.empty()) {
    if (auto refused = apply_link(o); !refused.empty()) {
      std::cerr << refused << '\n';
      parsed.exit_code = 2;
      return parsed;
    }
  }
  if (!o.demo && o.profile.empty() && o.profile_file.empty()) {
    std::cerr << "Say what to attach to: --demo, --profile NAME, --profile-file FILE or a link.\n"
                 "Run with --help for more information.\n";
    parsed.exit_code = 2;
  }
  return parsed;
}

}  // namespace saga::app
