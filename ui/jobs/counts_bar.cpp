// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/counts_bar.h"

#include <algorithm>
#include <array>

#include <QPainter>

#include "ui/jobs/job_words.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kBar = 8;
constexpr double kLeast = 2;  // of a part that is not empty: three refused of a million are seen

}  // namespace

void paint_counts(QPainter& painter, const QRectF& where, const JobCounts& counts) {
  painter.fillRect(where, color(Color::BorderHairline));
  if (counts.requested <= 0) return;
  struct Part {
    std::int64_t sagas;
    StatusKind kind;
  };
  const std::array<Part, 5> parts{{{counts.applied - counts.failed, StatusKind::Completed},
                                   {counts.failed, StatusKind::Stuck},
                                   {counts.refused, StatusKind::Failed},
                                   {counts.conflicted, StatusKind::Compensating},
                                   {counts.unverified, StatusKind::Unverified}}};
  double x = where.left();
  for (const Part& part : parts) {
    if (part.sagas <= 0) continue;
    const double share = static_cast<double>(part.sagas) / static_cast<double>(counts.requested);
    const double width = std::min(std::max(kLeast, where.width() * share), where.right() - x);
    painter.fillRect(QRectF(x, where.top(), width, where.height()), status_color(part.kind));
    x += width;
  }
}

CountsBar::CountsBar(QWidget* parent) : QWidget(parent) { setFixedHeight(kBar); }

void CountsBar::show_counts(const JobCounts& counts) {
  counts_ = counts;
  setAccessibleName(percent_settled(counts));
  update();
}

void CountsBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_counts(painter, QRectF(rect()), counts_);
}

}  // namespace saga::ui
