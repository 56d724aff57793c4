// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QObject>

namespace saga::ui {

// Tells of every key, click, wheel and movement of the pointer that a person makes in this program. GUI thread.
class ActivityWatch final : public QObject {
  Q_OBJECT

 public:
  explicit ActivityWatch(std::function<void()> noticed);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  std::function<void()> noticed_;
};

}  // namespace saga::ui
