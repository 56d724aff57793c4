// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/widgets/tokens.h"

namespace saga::ui {

// The colour of a series, in a legend.
class SeriesMark final : public QWidget {
  Q_OBJECT

 public:
  explicit SeriesMark(Color series, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Color series_;
};

}  // namespace saga::ui
