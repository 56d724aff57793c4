// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environment_band.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPainter>

#include "ui/shell/lock_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kCellPad = 12;
constexpr int kPartGap = 6;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Environment)
};

TypeSize type_of(bool strong) { return strong ? type::kDenseStrong : type::kDense; }

}  // namespace

QString environment_word(Environment environment) {
  switch (environment) {
    case Environment::Production: return Words::tr("PRODUCTION");
    case Environment::Staging: return Words::tr("STAGING");
    case Environment::Local: return Words::tr("LOCAL");
  }
  return {};
}

EnvironmentLook environment_look(Environment environment) {
  switch (environment) {
    case Environment::Production: return {Color::EnvProduction, Color::EnvProductionBand, Color::EnvProductionText};
    case Environment::Staging: return {Color::EnvStaging, Color::EnvStagingBand, Color::EnvStagingText};
    case Environment::Local: return {Color::EnvLocal, Color::EnvLocalBand, Color::EnvLocalText};
  }
  return {Color::EnvLocal, Color::EnvLocalBand, Color::EnvLocalText};
}

EnvironmentBand::EnvironmentBand(AttachedTo attached, QWidget* parent)
    : QWidget(parent), attached_(std::move(attached)), cell_width_(width::kNavigation), lock_(new LockButton(this)) {
  setFixedHeight(height::kBand);
  lock_->hide();
  setAccessibleName(QStringLiteral("%1, %2").arg(environment_word(attached_.environment), attached_.profile));
}

void EnvironmentBand::show_platform(const PlatformStatus& status) {
  status_ = status;
  QStringList spoken;
  for (const Cell& cell : cells()) {
    QStringList words;
    for (const Part& part : cell.parts) words << part.text;
    spoken << words.join(QLatin1Char(' '));
  }
  setAccessibleDescription(spoken.join(QStringLiteral(", ")));
  lock_->show_platform(status);
  lay_out();
}

void EnvironmentBand::set_lost(bool lost) {
  if (lost == lost_) return;
  lost_ = lost;
  update();
}

void EnvironmentBand::set_cell_width(int width) {
  cell_width_ = width;
  lay_out();
}

void EnvironmentBand::set_corner(QWidget* corner) {
  corner_ = corner;
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, space::kUnit, 2);
  line->addStretch(1);
  line->addWidget(corner);
  lay_out();
}

int EnvironmentBand::right_end() const {
  return corner_ != nullptr ? width() - corner_->sizeHint().width() - 2 * space::kUnit : width();
}

QSize EnvironmentBand::sizeHint() const { return {400, height::kBand}; }

std::vector<EnvironmentBand::Cell> EnvironmentBand::cells(bool brief) const {
  std::vector<Cell> cells;
  cells.push_back({{}, {{attached_.profile, true}}});
  if (!status_) return cells;
  const QString role = status_->role.empty() ? tr("none") : text(status_->role);
  if (brief) {
    cells.push_back({{}, {{role, false, false, true}}});
  } else {
    cells.push_back(
        {{}, {{tr("role"), false, true}, {role, false, false, true}, {QStringLiteral("· ") + text(status_->user)}}});
  }
  const bool acts = status_->may_retry || status_->may_compensate;
  const bool writes = acts || status_->may_note || status_->may_route || status_->may_approve;
  if (writes && status_->writing != Writing::Open) {
    cells.push_back({.lock = true});
  } else if (status_->degree == Degree::Watch && status_->role.empty()) {
    cells.push_back({Icon::Lock, {{tr("Watching only, the contract is not installed")}}});
  } else {
    Cell cell{writes ? Icon::Unlock : Icon::Lock};
    if (!brief) {
      cell.parts.push_back({acts                   ? tr("May retry and compensate")
                            : status_->may_approve ? tr("May approve what others ask for")
                            : writes               ? tr("May write, in part")
                                                   : tr("Read-only")});
    }
    cells.push_back(std::move(cell));
  }
  if (!status_->route.empty()) {
    const bool event_driven = status_->route == "EVENT_DRIVEN";
    const QString route = event_driven ? tr("EVENT-DRIVEN %1 %").arg(status_->canary_percent) : text(status_->route);
    Cell cell{
        {},
        {{tr("route"), false, true}, {route, true}, {QStringLiteral("v%1").arg(status_->toggle_version), false, true}}};
    if (status_->rollback_engaged) cell.parts.push_back({tr("rollback engaged"), true, true});
    cells.push_back(std::move(cell));
  }
  return cells;
}

int EnvironmentBand::width_of(const Cell& cell, bool brief) const {
  if (cell.lock) {
    lock_->set_brief(brief);
    return lock_->sizeHint().width();
  }
  int wide = 2 * kCellPad - kPartGap + (cell.icon ? icon_size::kTable + kPartGap : 0);
  for (const Part& part : cell.parts) wide += text_width(part.text, type_of(part.strong), part.mono) + kPartGap;
  return wide;
}

// The word of the environment goes with its colour, always: where the cell is narrow, it stands beside it.
int EnvironmentBand::first_left() const {
  if (cell_width_ >= width::kNavigation) return cell_width_;
  return cell_width_ + text_width(environment_word(attached_.environment), type::kDenseStrong) + 2 * kCellPad;
}

void EnvironmentBand::lay_out() {
  for (const bool brief : {false, true}) {
    laid_out_ = cells(brief);
    int left = first_left();
    for (Cell& cell : laid_out_) {
      cell.left = left;
      cell.width = width_of(cell, brief);
      left += cell.width;
    }
    if (left <= right_end()) break;
  }
  const auto lock = std::ranges::find(laid_out_, true, &Cell::lock);
  lock_->setVisible(lock != laid_out_.end());
  if (lock != laid_out_.end()) lock_->setGeometry(lock->left, 0, lock->width, height() - 2);
  update();
}

void EnvironmentBand::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  lay_out();
}

void EnvironmentBand::paint_cell(QPainter& painter, const Cell& cell) const {
  const EnvironmentLook look = environment_look(attached_.environment);
  int x = cell.left + kCellPad;
  if (cell.icon) {
    paint_icon(painter, QRectF(x, (height() - icon_size::kTable) / 2.0 - 1, icon_size::kTable, icon_size::kTable),
               *cell.icon, color(Color::TextPrimary));
    x += icon_size::kTable + kPartGap;
  }
  for (const Part& part : cell.parts) {
    const QColor ink = lost_ ? color(Color::TextSecondary) : part.tinted ? color(look.text) : color(Color::TextPrimary);
    const int room = right_end() - x - kCellPad;
    if (room <= 0) break;
    x += paint_text(painter, QRect(x, 0, room, height() - 2), Qt::AlignLeft, part.text, type_of(part.strong), ink,
                    part.mono) +
         kPartGap;
  }
}

void EnvironmentBand::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const EnvironmentLook look = environment_look(attached_.environment);
  painter.fillRect(rect(), color(look.band));
  painter.fillRect(0, height() - 2, width(), 2, color(look.cell));
  painter.fillRect(0, 0, cell_width_, height(), color(look.cell));

  const bool narrow = cell_width_ < width::kNavigation;
  const int icon_left = narrow ? (cell_width_ - icon_size::kTable) / 2 : 13;
  paint_icon(painter, QRectF(icon_left, (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable),
             Icon::Shield, color(Color::EnvOnCell));
  if (narrow) {
    paint_text(painter, QRect(cell_width_ + kCellPad, 0, 160, height() - 2), Qt::AlignLeft,
               environment_word(attached_.environment), type::kDenseStrong, color(look.text));
  } else {
    paint_text(painter, QRect(34, 0, cell_width_ - 40, height()), Qt::AlignLeft,
               environment_word(attached_.environment), type::kDenseStrong, color(Color::EnvOnCell));
  }
  QColor line = color(look.cell);
  line.setAlphaF(0.35f);
  for (const Cell& cell : laid_out_) {
    if (cell.left >= right_end()) break;
    paint_cell(painter, cell);
    painter.fillRect(cell.left + cell.width, 0, 1, height() - 2, line);
  }
}

}  // namespace saga::ui
