// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <optional>

#include <QApplication>
#include <QSocketNotifier>
#include <QTimer>

#include "app/console/console.h"
#include "app/console/console_tour.h"
#include "app/console/demo_host.h"
#include "app/console/options.h"
#include "app/console/stop_signals.h"
#include "backend/attach/places.h"
#include "backend/attach/profile.h"
#include "ui/shell/look.h"
#include "ui/shell/settings_portal.h"
#include "ui/tour/offscreen_tour.h"
#include "ui/widgets/memory.h"

namespace saga::app {
namespace {

// What goes wrong, for people at a terminal: what happened and what to do next.
void tell(const Error& error) {
  std::fprintf(stderr, "saga-console: %s\n", error.message.c_str());
  if (!error.advice.empty()) std::fprintf(stderr, "  %s\n", error.advice.c_str());
}

demo::Options demo_options(const Options& options, const StopSignals& signals) {
  return {.sagas = options.history,
          .rate = options.rate,
          .progress =
              [](std::string_view what) { std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data()); },
          .cancelled = [&signals] { return signals.asked(); }};
}

void tell_failures(const std::vector<std::string>& failures) {
  for (const std::string& failure : failures) std::fprintf(stderr, "saga-console: %s\n", failure.c_str());
}

int run_without_window(const Options& options, const StopSignals& signals) {
  DemoHost host(demo_options(options, signals));
  std::atomic<int> state{0};  // 0 starting, 1 running, 2 failed
  host.start([&](Result<void> started) {
    if (!started) tell(started.error());
    state = started ? 1 : 2;
    state.notify_one();
  });
  state.wait(0);
  if (state == 2) return signals.asked() ? 0 : 1;
  std::fprintf(stderr, "The demo runs as the profile \"%s\". Ctrl+C ends it and removes everything.\n",
               host.demo().profile().c_str());
  host.watch(tell_failures);
  signals.wait();
  return 0;
}

// Links give names in small letters.
std::string known_name(const std::string& name) {
  const auto same = [&](const attach::ListedProfile& listed) {
    return QString::fromStdString(listed.name).compare(QString::fromStdString(name), Qt::CaseInsensitive) == 0;
  };
  const auto listed = attach::list_profiles();
  if (std::ranges::find(listed, name, &attach::ListedProfile::name) != listed.end()) return name;
  const auto found = std::ranges::find_if(listed, same);
  return found == listed.end() ? name : found->name;
}

// Runs the window (or the tour of it) until it is closed.
class WindowRun {
 public:
  WindowRun(QApplication& application, const Options& options, const StopSignals& signals)
      : application_(application), options_(options), notifier_(signals.descriptor(), QSocketNotifier::Read) {
    QObject::connect(&notifier_, &QSocketNotifier::activated, [this] {
      notifier_.setEnabled(false);
      application_.quit();
    });
  }

  int attached(const attach::Profile& profile) {
    show_console(profile);
    return QApplication::exec();
  }

  int demo(DemoHost& host) {
    host.start([this, &host](Result<void> started) {
      gui_.post([this, &host, started = std::move(started)] {
        if (started) return show_demo(host);
        tell(started.error());
        QApplication::exit(1);
      });
    });
    const int code = QApplication::exec();
    console_.reset();
    return code;
  }

 private:
  void show_console(const attach::Profile& profile) {
    console_.emplace(profile);
    console_->window().show();
    if (!options_.link.empty()) console_->window().open_link(QString::fromStdString(options_.link));
  }

  void show_demo(DemoHost& host) {
    host.watch(tell_failures);
    const auto profile = attach::load_profile(host.demo().profile());
    if (!profile) {
      tell(profile.error());
      return QApplication::exit(1);
    }
    show_console(*profile);
    if (options_.offscreen.empty()) return;
    QTimer::singleShot(std::chrono::seconds(options_.seconds), &application_, [this, &host] { start_tour(host); });
  }

  void start_tour(DemoHost& host) {
    const auto report = [this](Result<void> done) {
      if (done) return;
      gui_.post([error = done.error()] {
        tell(error);
        QApplication::exit(1);
      });
    };
    ui::OutageHooks outage{.stop_postgres = [&host, report] { host.stop_postgres(report); },
                           .start_postgres = [&host, report] { host.start_postgres(report); }};
    tour_ = std::make_unique<ui::OffscreenTour>(application_, console_->window(),
                                                QString::fromStdString(options_.offscreen),
                                                console_tour(*console_, std::move(outage)));
    QObject::connect(tour_.get(), &ui::OffscreenTour::finished, &application_, [](const QString& problem) {
      if (!problem.isEmpty()) std::fprintf(stderr, "saga-console: %s\n", qUtf8Printable(problem));
      QApplication::exit(problem.isEmpty() ? 0 : 1);
    });
    tour_->start();
  }

  QApplication& application_;
  const Options& options_;
  QSocketNotifier notifier_;
  ui::GuiExecutor gui_;
  std::optional<Console> console_;
  std::unique_ptr<ui::OffscreenTour> tour_;  // before the console that it walks through
};

int run(const Options& options, int argc, char** argv) {
  const StopSignals signals;
  if (options.no_window) return run_without_window(options, signals);
  if (!options.offscreen.empty() && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
  }
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("saga-console"));
  QApplication::setDesktopFileName(QStringLiteral("saga-console"));
  // Pictures depend on what was asked for, not on who looked at the program before.
  const bool remembers = options.offscreen.empty();
  std::optional<ui::Memory> memory;  // outlives the window, which is remembered when it ends
  if (remembers) memory.emplace(attach::profile_directory() / "settings.json");
  ui::begin_look(application, QString::fromStdString(options.theme), QString::fromStdString(options.language));
  std::optional<ui::SettingsPortal> portal;
  if (remembers) {
    portal.emplace();
    QObject::connect(&*portal, &ui::SettingsPortal::shade_changed, &application,
                     [&application](std::optional<ui::Shade> shade) { ui::set_desktop_shade(application, shade); });
  }

  if (options.demo) {
    DemoHost host(demo_options(options, signals));  // outlives the console: it is stopped last
    WindowRun window(application, options, signals);
    const int code = window.demo(host);
    return signals.asked() && options.offscreen.empty() ? 0 : code;
  }
  const std::string name = options.link.empty() ? options.profile : known_name(options.profile);
  const auto profile =
      options.profile_file.empty() ? attach::load_profile(name) : attach::read_profile(options.profile_file);
  if (!profile) {
    tell(profile.error());
    return 2;
  }
  WindowRun window(application, options, signals);
  return window.attached(*profile);
}

}  // namespace
}  // namespace saga::app

int main(int argc, char** argv) {
  const auto parsed = saga::app::parse_options(argc, argv);
  return parsed.exit_code ? *parsed.exit_code : saga::app::run(parsed.options, argc, argv);
}
