// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "backend/ports/platform_status.h"

namespace saga::ui {

// Whether this window writes, as a cell of the band; pressed, it unlocks or locks.
class LockButton final : public QAbstractButton {
  Q_OBJECT

 public:
  explicit LockButton(QWidget* parent = nullptr);
  void show_platform(const PlatformStatus& status);
  void set_brief(bool brief);  // where there is little room
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] QString words() const;

  Writing writing_ = Writing::Open;
  std::chrono::seconds locks_in_{0};
  bool brief_ = false;
};

}  // namespace saga::ui
