// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/gui_watch.h"

#include <atomic>
#include <ctime>

#include <QEvent>
#include <QMetaEnum>
#include <QThread>
#include <QWidget>
#include <fmt/format.h>

namespace saga::bench {
namespace {

using std::chrono::steady_clock;

constexpr double kFrameMillis = 1000.0 / 60;

double processor_millis() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

}  // namespace

bool WatchedApplication::notify(QObject* receiver, QEvent* event) {
  if (QThread::currentThread() != thread()) return QApplication::notify(receiver, event);  // another thread's loop
  if (receiver == watched_ && event->type() == QEvent::Paint) painted_ = true;
  if (depth_ > 0) return QApplication::notify(receiver, event);
  ++depth_;
  const auto begun = steady_clock::now();
  const double processor = processor_millis();
  const QMetaObject* const kind = receiver->metaObject();  // the event may delete the receiver, or itself
  const QEvent::Type type = event->type();
  const bool done = QApplication::notify(receiver, event);
  const double took = processor_millis() - processor;
  const std::chrono::duration<double, std::milli> wall = steady_clock::now() - begun;
  work_.processor.add(took);
  work_.wall.add(steady_clock::now() - begun);
  if (wall.count() > kFrameMillis) {
    work_.slow.push_back(fmt::format("{} {}: {:.1f} ms, of them working {:.1f}",
                                     QMetaEnum::fromType<QEvent::Type>().valueToKey(type), kind->className(),
                                     wall.count(), took));
  }
  --depth_;
  if (std::exchange(painted_, false) && told_) told_();
  return done;
}

void WatchedApplication::on_painted(QWidget* widget, std::function<void()> told) {
  watched_ = widget;
  told_ = std::move(told);
}

// Lives on the thread that is asked; the knocking thread only posts to it, one knock at a time.
class Heartbeat::Door final : public QObject {
 public:
  std::atomic<steady_clock::rep> knocked_at{0};  // 0: nobody waits
  Times answers;

  bool event(QEvent* event) override {
    if (event->type() != QEvent::User) return QObject::event(event);
    answers.add(steady_clock::now() - steady_clock::time_point(steady_clock::duration(knocked_at.exchange(0))));
    return true;
  }
};

Heartbeat::Heartbeat() : door_(std::make_unique<Door>()) {
  knocking_ = std::jthread([door = door_.get()](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      if (door->knocked_at != 0) continue;
      door->knocked_at = steady_clock::now().time_since_epoch().count();
      QCoreApplication::postEvent(door, new QEvent(QEvent::User));
    }
  });
}

Heartbeat::~Heartbeat() {
  knocking_.request_stop();
  knocking_.join();
}

Times Heartbeat::take() { return std::exchange(door_->answers, {}); }

}  // namespace saga::bench
