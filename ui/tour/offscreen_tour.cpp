// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/offscreen_tour.h"

#include <utility>

#include <QApplication>
#include <QDir>
#include <QPixmap>
#include <QWidget>

#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kLookEveryMs = 40;
constexpr qint64 kPatienceMs = 45'000;

// Layouts and polished styles need a few turns of the event loop before a picture is true.
void settle() {
  for (int turn = 0; turn < 5; ++turn) QApplication::processEvents(QEventLoop::ExcludeUserInputEvents);
}

}  // namespace

std::vector<TourStop> one_after_the_other(std::vector<std::vector<TourStop>> tours) {
  std::vector<TourStop> stops;
  for (std::vector<TourStop>& tour : tours) {
    for (TourStop& stop : tour) stops.push_back(std::move(stop));
  }
  return stops;
}

std::vector<TourStop> starting_with(std::function<void()> first, std::vector<TourStop> tour) {
  if (tour.empty()) return tour;
  tour.front().prepare = [first = std::move(first), then = std::move(tour.front().prepare)] {
    first();
    if (then) then();
  };
  return tour;
}

OffscreenTour::OffscreenTour(QApplication& application, QWidget& window, QString directory, std::vector<TourStop> stops,
                             QObject* parent)
    : QObject(parent),
      application_(application),
      window_(window),
      directory_(std::move(directory)),
      stops_(std::move(stops)) {
  timer_.setInterval(kLookEveryMs);
  connect(&timer_, &QTimer::timeout, this, &OffscreenTour::look);
}

void OffscreenTour::start() {
  if (!QDir().mkpath(directory_)) {
    end(tr("The directory %1 cannot be made.").arg(directory_));
    return;
  }
  waited_.start();
  timer_.start();
}

void OffscreenTour::look() {
  if (at_ == stops_.size()) {
    end({});
    return;
  }
  const TourStop& stop = stops_[at_];
  if (!prepared_) {
    prepared_ = true;
    waited_.restart();
    if (stop.prepare) stop.prepare();
    return;
  }
  if (const auto missing = stop.waiting_for()) {
    if (waited_.elapsed() > kPatienceMs) {
      end(tr("%1: waited %2 s for %3").arg(stop.name).arg(waited_.elapsed() / 1000).arg(*missing));
    }
    return;
  }
  capture(stop);
  if (!timer_.isActive()) return;  // a picture could not be written
  ++at_;
  prepared_ = false;
}

void OffscreenTour::capture(const TourStop& stop) {
  const ThemeMode before = theme_mode();
  const QSize size_before = window_.size();
  for (const QSize size : stop.sizes) {
    window_.resize(size);
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
      apply_theme(application_, mode);
      settle();
      const QString extent = size == stop.sizes.front() ? QString() : QStringLiteral("-%1").arg(size.width());
      const QString file = QStringLiteral("%1/%2%3-%4.png")
                               .arg(directory_, stop.name, extent,
                                    mode == ThemeMode::Light ? QStringLiteral("light") : QStringLiteral("dark"));
      if (!window_.grab().save(file)) {
        end(tr("%1 cannot be written.").arg(file));
        return;
      }
    }
  }
  window_.resize(size_before);
  apply_theme(application_, before);
}

void OffscreenTour::end(const QString& problem) {
  timer_.stop();
  Q_EMIT finished(problem);
}

}  // namespace saga::ui
