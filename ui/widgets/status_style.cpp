// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/status_style.h"

#include <QCoreApplication>
#include <QPainter>

#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Status)
};

constexpr int kPad = 6;
constexpr int kGap = 6;
constexpr int kPillHeight = 20;

}  // namespace

StatusKind status_kind(Condition condition) {
  switch (condition) {
    case Condition::Running: return StatusKind::Running;
    case Condition::Completed: return StatusKind::Completed;
    case Condition::Compensating: return StatusKind::Compensating;
    case Condition::Compensated: return StatusKind::Compensated;
    case Condition::Stuck: return StatusKind::Stuck;
    case Condition::NeedsAttention: return StatusKind::NeedsAttention;
    case Condition::Failed: return StatusKind::Failed;
    case Condition::Unknown: return StatusKind::Unknown;
  }
  return StatusKind::Unknown;
}

QString status_word(StatusKind kind) {
  switch (kind) {
    case StatusKind::Running: return Words::tr("running");
    case StatusKind::Completed: return Words::tr("completed");
    case StatusKind::Compensating: return Words::tr("compensating");
    case StatusKind::Compensated: return Words::tr("compensated");
    case StatusKind::Stuck: return Words::tr("stuck");
    case StatusKind::NeedsAttention: return Words::tr("needs attention");
    case StatusKind::Failed: return Words::tr("failed");
    case StatusKind::Unverified: return Words::tr("unverified");
    case StatusKind::Unknown: return Words::tr("unknown");
  }
  return {};
}

Icon status_icon(StatusKind kind) {
  switch (kind) {
    case StatusKind::Running: return Icon::RingPlay;
    case StatusKind::Completed: return Icon::Check;
    case StatusKind::Compensating: return Icon::ArrowAnticlockwise;
    case StatusKind::Compensated: return Icon::UTurn;
    case StatusKind::Stuck: return Icon::Hourglass;
    case StatusKind::NeedsAttention: return Icon::Warning;
    case StatusKind::Failed: return Icon::RingCross;
    case StatusKind::Unverified: return Icon::RingQuestionDashed;
    case StatusKind::Unknown: return Icon::RingQuestion;
  }
  return Icon::RingQuestion;
}

QColor status_color(StatusKind kind) { return color(status_token(kind).fg); }

int status_width(StatusKind kind) {
  return kPad + icon_size::kTable + kGap + text_width(status_word(kind), type::kBody) + kPad + 2;
}

int paint_status(QPainter& painter, const QRect& rect, StatusKind kind, bool muted) {
  const StatusToken& token = status_token(kind);
  const auto loudness = static_cast<Loudness>(token.loudness);
  const int wanted = qMin(status_width(kind), rect.width());
  const QRect pill(rect.left(), rect.top() + (rect.height() - kPillHeight) / 2, wanted, kPillHeight);

  QColor ink = color(token.fg);
  if (muted) {
    ink = color(Color::TextDisabled);
  } else if (loudness == Loudness::Filled) {
    paint_box(painter, pill, radius::kControl, color(token.solid));
    ink = color(token.on_solid);
  } else if (loudness == Loudness::Tinted) {
    paint_box(painter, pill, radius::kControl, color(token.bg));
  }
  const QRectF icon_box(pill.left() + kPad, pill.top() + (kPillHeight - icon_size::kTable) / 2, icon_size::kTable,
                        icon_size::kTable);
  paint_icon(painter, icon_box, status_icon(kind), ink);
  const int text_left = pill.left() + kPad + icon_size::kTable + kGap;
  paint_text(painter, QRect(text_left, rect.top(), rect.right() - text_left + 1, rect.height()), Qt::AlignLeft,
             status_word(kind), type::kBody, ink);
  return wanted;
}

StatusPill::StatusPill(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }

void StatusPill::show_status(StatusKind kind) {
  kind_ = kind;
  setAccessibleName(status_word(kind));
  updateGeometry();
  update();
}

QSize StatusPill::sizeHint() const { return {status_width(kind_), kPillHeight + 2}; }

void StatusPill::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const StatusToken& token = status_token(kind_);
  const auto loudness = static_cast<Loudness>(token.loudness);
  if (loudness == Loudness::Quiet || loudness == Loudness::Coloured) {
    paint_box(painter, QRect(0, 1, width(), kPillHeight), radius::kControl, color(token.bg));
  }
  paint_status(painter, rect(), kind_);
}

}  // namespace saga::ui
