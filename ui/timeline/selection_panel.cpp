// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/selection_panel.h"

#include <algorithm>
#include <array>

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/exports/file_export.h"
#include "ui/timeline/time_axis.h"
#include "ui/timeline/timeline_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

using enum Condition;
constexpr std::array kRows{NeedsAttention, Stuck, Failed, Compensating, Running, Compensated, Completed, Unknown};
constexpr int kMostStopped = 6;
constexpr int kFoot = 36;

}  // namespace

SummaryRow::SummaryRow(Condition condition, QWidget* parent) : QAbstractButton(parent), condition_(condition) {
  setFixedHeight(height::kRow);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_Hover);
  setCursor(Qt::PointingHandCursor);
}

void SummaryRow::show_count(std::int64_t count) {
  count_ = count;
  setVisible(count > 0);
  const QString said = QStringLiteral("%1 %2").arg(status_word(status_kind(condition_)), count_text(count));
  setAccessibleName(tr("%1: show in Sagas").arg(said));
  setToolTip(tr("Show these in Sagas"));
  update();
}

QSize SummaryRow::sizeHint() const { return {160, height::kRow}; }

void SummaryRow::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  if (underMouse() || isDown()) painter.fillRect(rect(), color(Color::RowHover));
  const StatusKind kind = status_kind(condition_);
  const QRect room = rect().adjusted(space::kPanelInset, 0, -space::kPanelInset, 0);
  paint_icon(painter, QRectF(room.left(), (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable),
             status_icon(kind), status_color(kind));
  paint_text(painter, room.adjusted(22, 0, -60, 0), Qt::AlignLeft, status_word(kind), type::kBody, status_color(kind));
  paint_text(painter, room, Qt::AlignRight, count_text(count_), type::kBodyStrong, color(Color::TextPrimary));
  hairline(painter, QPointF(0, height() - 1), QPointF(width(), height() - 1), color(Color::BorderHairline));
  if (hasFocus()) paint_focus_ring(painter, QRectF(rect()), radius::kControl);
}

// The steps where sagas stopped, as bars beside their numbers.
class StoppedBars final : public QWidget {
 public:
  void show_steps(std::vector<std::pair<std::string, std::int64_t>> steps) {
    steps_ = std::move(steps);
    if (steps_.size() > kMostStopped) steps_.resize(kMostStopped);
    setFixedHeight(static_cast<int>(steps_.size()) * height::kRowCompact);
    QStringList said;
    for (const auto& [step, count] : steps_)
      said << QStringLiteral("%1 %2").arg(saga::ui::text(step), count_text(count));
    setAccessibleName(said.join(QStringLiteral(", ")));
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    std::int64_t most = 1;
    int number = 30;
    for (const auto& [step, count] : steps_) {
      most = std::max(most, count);
      number = std::max(number, text_width(count_text(count), type::kDenseStrong) + 6);
    }
    const int name = std::min(136, width() * 3 / 5);
    const int room = std::max(width() - name - number - 8, 8);
    int y = 0;
    for (const auto& [step, count] : steps_) {
      paint_text(painter, QRect(0, y, name - 8, height::kRowCompact), Qt::AlignLeft, saga::ui::text(step), type::kDense,
                 color(Color::TextSecondary));
      const QRectF track(name, y + 8, room, 8);
      paint_box(painter, track, 2, color(Color::BorderHairline));
      const double wide = std::max(track.width() * static_cast<double>(count) / static_cast<double>(most), 2.0);
      paint_box(painter, QRectF(track.left(), track.top(), wide, 8), 2, status_color(StatusKind::Stuck));
      paint_text(painter, QRect(0, y, width(), height::kRowCompact), Qt::AlignRight, count_text(count),
                 type::kDenseStrong, color(Color::TextPrimary));
      y += height::kRowCompact;
    }
  }

 private:
  std::vector<std::pair<std::string, std::int64_t>> steps_;
};

SelectionPanel::SelectionPanel(GoTo go_to, QWidget* parent)
    : QWidget(parent),
      go_to_(std::move(go_to)),
      when_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      count_(new PlainTextLabel(QString(), type::kFigure, Color::TextPrimary)),
      note_(new PlainTextLabel(QString(), type::kCaption, Color::TextMuted)),
      legacy_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      stopped_head_(new PlainTextLabel(tr("Where they stopped"), type::kBodyStrong, Color::TextPrimary)),
      stopped_(new StoppedBars),
      trouble_(new ActionButton(ActionButton::Look::Primary, Icon::Sagas, QString())),
      all_(new ActionButton(ActionButton::Look::Outlined, Icon::Sagas, QString())),
      export_(new ActionButton(ActionButton::Look::Bare, Icon::Download, QString())),
      exported_(new PlainTextLabel(QString(), type::kCaption, Color::TextSecondary)) {
  export_->set_small(true);
  auto* head = new Surface(Color::SurfacePanel, Surface::Bottom);
  head->setFixedHeight(height::kPanelHead);
  auto* head_line = new QHBoxLayout(head);
  head_line->setContentsMargins(space::kPanelInset, 0, space::kHalf, 0);
  head_line->addWidget(new PlainTextLabel(tr("Selection"), type::kBodyStrong, Color::TextPrimary), 1);
  auto* close = new ActionButton(ActionButton::Look::Bare, Icon::Close, QString());
  close->set_small(true);
  close->setAccessibleName(tr("Clear the selection"));
  close->setToolTip(close->accessibleName());
  head_line->addWidget(export_);
  head_line->addWidget(close);
  connect(close, &ActionButton::clicked, this, &SelectionPanel::closed);

  auto* figures = new QVBoxLayout;
  figures->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kUnit);
  figures->setSpacing(2);
  for (PlainTextLabel* label : {when_, count_, note_}) figures->addWidget(label);
  note_->set_wrapped(true);
  when_->set_wrapped(true);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  column->addWidget(head);
  column->addLayout(figures);
  for (const Condition condition : kRows) {
    auto* row = new SummaryRow(condition);
    rows_.push_back(row);
    column->addWidget(row);
    connect(row, &SummaryRow::clicked, this, [this, condition] { go_to_(sagas_within(range_, &condition)); });
  }
  auto* below = new QVBoxLayout;
  below->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kUnit);
  below->setSpacing(space::kUnit);
  below->addWidget(legacy_);
  below->addWidget(stopped_head_);
  below->addWidget(stopped_);
  below->addWidget(trouble_);
  below->addWidget(all_);
  column->addLayout(below);
  column->addStretch(1);
  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  foot->setFixedHeight(kFoot);
  auto* foot_line = new QHBoxLayout(foot);
  foot_line->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  exported_->set_elide(Qt::ElideMiddle);
  foot_line->addWidget(exported_);
  column->addWidget(foot);

  connect(trouble_, &ActionButton::clicked, this, [this] {
    for (const Condition condition : kRows) {
      if (summary_.of(condition) > 0) return go_to_(sagas_within(range_, &condition));
    }
  });
  connect(export_, &ActionButton::clicked, this, &SelectionPanel::export_pressed);
  connect(all_, &ActionButton::clicked, this, [this] { go_to_(sagas_within(range_, nullptr)); });
}

void SelectionPanel::show_selection(const timeline::Range& range, timeline::Micros now,
                                    const timeline::Summary& summary, bool partly) {
  range_ = range;
  summary_ = summary;
  when_->show_text(range_text(range, now));
  count_->show_text(count_text(summary.all()));
  note_->show_text(partly ? tr("sagas and payments that began in the selection, as far as it has been read")
                          : tr("sagas and payments that began in the selection"));
  for (SummaryRow* row : rows_) row->show_count(summary.of(row->condition()));
  legacy_->setVisible(summary.legacy > 0);
  legacy_->show_text(tr("%1 by the legacy route").arg(count_text(summary.legacy)));
  stopped_->show_steps(summary.stopped);
  stopped_->setVisible(!summary.stopped.empty());
  stopped_head_->setVisible(!summary.stopped.empty());
  refresh_buttons();
}

void SelectionPanel::show_export(const FileExport& file) {
  const QString rows = count_text(file.rows());
  export_->setAccessibleName(file.running() ? tr("Stop writing the incident file") : tr("Incident file"));
  export_->setToolTip(file.running() ? export_->accessibleName()
                                     : tr("Incident file: sagas, attempts, journal, events and a picture of this time, "
                                          "to hand on (I)"));
  exported_->show_text(file.error()            ? saga::ui::text(file.error()->message)
                       : file.running()        ? tr("%1 rows written").arg(rows)
                       : file.path().isEmpty() ? tr("Esc clears, the handles move its ends")
                                               : tr("%1 rows in %2").arg(rows, file.path()));
}

void SelectionPanel::refresh_buttons() {
  const std::int64_t sagas = summary_.all() - summary_.legacy;
  const auto most = [](std::int64_t count) { return static_cast<int>(std::min<std::int64_t>(count, 1'000'000'000)); };
  trouble_->hide();
  for (const Condition condition : {NeedsAttention, Stuck, Failed}) {
    if (summary_.of(condition) == 0 || !trouble_->isHidden()) continue;
    trouble_->setText(tr("Open %1 %2").arg(count_text(summary_.of(condition)), status_word(status_kind(condition))));
    trouble_->show();
  }
  all_->set_look(trouble_->isHidden() ? ActionButton::Look::Primary : ActionButton::Look::Outlined);
  all_->setVisible(sagas > 0);
  all_->setText(tr("Show %Ln saga(s) in Sagas", nullptr, most(sagas)));
  for (ActionButton* button : {trouble_, all_}) button->updateGeometry();
}

QString SelectionPanel::text() const {
  QStringList said{when_->text(), count_->text()};
  for (const SummaryRow* row : rows_) {
    if (summary_.of(row->condition()) > 0) {
      said << QStringLiteral("%1 %2").arg(status_word(status_kind(row->condition())),
                                          count_text(summary_.of(row->condition())));
    }
  }
  if (summary_.legacy > 0) said << legacy_->text();
  said << exported_->text();
  return said.join(QStringLiteral(" | "));
}

}  // namespace saga::ui
