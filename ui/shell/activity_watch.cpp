// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/activity_watch.h"

#include <utility>

#include <QCoreApplication>
#include <QEvent>

namespace saga::ui {

ActivityWatch::ActivityWatch(std::function<void()> noticed) : noticed_(std::move(noticed)) {
  QCoreApplication::instance()->installEventFilter(this);
}

bool ActivityWatch::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
      if (event->spontaneous()) noticed_();  // what a program sends to itself is nobody's hand
      break;
    default: break;
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace saga::ui
