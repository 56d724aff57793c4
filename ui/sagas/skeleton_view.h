// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace saga::ui {

// Grey bars where rows will be, while the first page is read.
class SkeletonView final : public QWidget {
  Q_OBJECT

 public:
  explicit SkeletonView(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace saga::ui
