// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QWidget>

#include "backend/domain/job.h"

class QPainter;

namespace saga::ui {

// What has become of a job's sagas as one bar in their colours; the rest is empty.
void paint_counts(QPainter& painter, const QRectF& where, const JobCounts& counts);

class CountsBar final : public QWidget {
  Q_OBJECT

 public:
  explicit CountsBar(QWidget* parent = nullptr);
  void show_counts(const JobCounts& counts);
  [[nodiscard]] const JobCounts& counts() const { return counts_; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  JobCounts counts_;
};

}  // namespace saga::ui
