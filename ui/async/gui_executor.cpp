// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/async/gui_executor.h"

#include <memory>
#include <utility>

#include <QCoreApplication>
#include <QMetaObject>
#include <QTimer>

namespace saga::ui {

void GuiExecutor::post(Task task) {
  // The queue wants something that can be copied.
  auto shared = std::make_shared<Task>(std::move(task));
  QMetaObject::invokeMethod(QCoreApplication::instance(), [shared] { (*shared)(); }, Qt::QueuedConnection);
}

void GuiExecutor::post_after(std::chrono::milliseconds delay, Task task) {
  auto shared = std::make_shared<Task>(std::move(task));
  QMetaObject::invokeMethod(
      QCoreApplication::instance(),
      [shared, delay] { QTimer::singleShot(delay, QCoreApplication::instance(), [shared] { (*shared)(); }); },
      Qt::QueuedConnection);
}

}  // namespace saga::ui
