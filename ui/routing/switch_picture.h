// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace saga::ui {

// Whether something is on, as a picture beside the words that say so. Not a control.
class SwitchPicture final : public QWidget {
  Q_OBJECT

 public:
  explicit SwitchPicture(QWidget* parent = nullptr);
  void show_on(bool on, bool overruled);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  bool on_ = false;
  bool overruled_ = false;
};

}  // namespace saga::ui
