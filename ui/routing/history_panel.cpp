// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/history_panel.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/routing/routing_controller.h"
#include "ui/routing/routing_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using Column = HistoryOfToggles::Column;

constexpr int kInset = 6;
constexpr int kFoot = 40;
constexpr int kVersion = 62;
constexpr int kWhen = 76;

class HistoryDelegate final : public QStyledItemDelegate {
 public:
  explicit HistoryDelegate(HistoryView& view) : QStyledItemDelegate(&view), view_(view) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto& change = static_cast<const HistoryOfToggles*>(index.model())->row(index.row());
    paint_row(*painter, option, view_, index.row());
    const auto column = static_cast<Column>(index.column());
    const bool alarm = column == Column::Change && is_rollback(change);
    const QColor ink = view_.greyed()          ? color(Color::TextDisabled)
                       : alarm                 ? status_color(StatusKind::NeedsAttention)
                       : column == Column::Who ? color(Color::TextSecondary)
                                               : color(Color::TextPrimary);
    QRect cell = option.rect.adjusted(column == Column::Version ? 14 : kInset, 0, -kInset, -1);
    if (alarm) {
      paint_icon(*painter, QRectF(cell.left(), cell.center().y() - 6, 14, 14), Icon::Bolt, ink);
      cell.adjust(18, 0, 0, 0);
    }
    const bool strong = column == Column::Version || alarm;
    paint_text(*painter, cell, Qt::AlignLeft, index.data().toString(), strong ? type::kBodyStrong : type::kBody, ink);
  }
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {60, height::kRow};
  }

 private:
  HistoryView& view_;
};

}  // namespace

int HistoryOfToggles::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int HistoryOfToggles::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant HistoryOfToggles::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft);
  if (role != Qt::DisplayRole) return {};
  switch (static_cast<Column>(section)) {
    case Column::Version: return tr("Ver.");
    case Column::When: return tr("When");
    case Column::Change: return tr("Change");
    case Column::Who: return tr("Who");
  }
  return {};
}

QVariant HistoryOfToggles::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const ToggleChange& change = row(index.row());
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft);
  if (role == Qt::ToolTipRole) {
    return safe_tool_tip(QStringList{text(change.toggle.name), full_time_text(change.toggle.updated_at),
                                     text(change.toggle.updated_by), text(change.toggle.reason)}
                             .join(QLatin1Char('\n')));
  }
  if (role != Qt::DisplayRole) return {};
  switch (static_cast<Column>(index.column())) {
    case Column::Version: return version_text(change.toggle.version);
    case Column::When: return day_or_time_text(change.toggle.updated_at, now_);
    case Column::Change: return toggle_change_text(change);
    case Column::Who: return text(change.toggle.updated_by);
  }
  return {};
}

void HistoryOfToggles::update(const std::vector<ToggleChange>& changes, TimePoint now) {
  now_ = now;
  if (changes == rows_) return;
  beginResetModel();
  rows_ = changes;
  endResetModel();
}

HistoryView::HistoryView(HistoryOfToggles& model, QWidget* parent) : RowTable(parent) {
  setModel(&model);
  setItemDelegate(new HistoryDelegate(*this));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("History of the toggles"));
}

void HistoryView::resizeEvent(QResizeEvent* event) {
  RowTable::resizeEvent(event);
  const int rest = std::max(80, viewport()->width() - kVersion - kWhen);
  horizontalHeader()->resizeSection(0, kVersion);
  horizontalHeader()->resizeSection(1, kWhen);
  horizontalHeader()->resizeSection(2, rest * 11 / 20);
  horizontalHeader()->resizeSection(3, rest - rest * 11 / 20);
}

HistoryPanel::HistoryPanel(RoutingController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      view_(new HistoryView(model_)),
      summary_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      revert_(new ActionButton(ActionButton::Look::Outlined, Icon::UTurn, QString())),
      hint_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)) {
  QHBoxLayout* head_line = nullptr;
  QWidget* head = panel_head(head_line, tr("History"));
  head_line->addWidget(summary_, 1);
  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  foot->setFixedHeight(kFoot);
  auto* line = new QHBoxLayout(foot);
  line->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  line->setSpacing(space::kUnit);
  line->addWidget(revert_);
  line->addWidget(hint_, 1);
  view_->setMinimumHeight(height::kHead + height::kRow);
  view_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel_of({head, view_, foot}, view_));
  connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
    chosen_ = current.isValid() ? model_.row(current.row()).toggle.version : 0;
    refresh_foot();
  });
  connect(revert_, &ActionButton::clicked, this, [this] {
    if (const ToggleChange* change = chosen()) {
      Q_EMIT change_wanted(text(change->toggle.name), text(change->value_before));
    }
  });
  refresh();
}

const ToggleChange* HistoryPanel::chosen() const {
  if (!controller_.snapshot() || chosen_ == 0) return nullptr;
  const auto& history = controller_.snapshot()->history;
  const auto found =
      std::ranges::find(history, chosen_, [](const ToggleChange& change) { return change.toggle.version; });
  return found != history.end() ? &*found : nullptr;
}

void HistoryPanel::refresh() {
  view_->set_greyed(controller_.lost());
  if (const auto& snapshot = controller_.snapshot()) {
    const std::int64_t keep = chosen_;
    model_.update(snapshot->history, controller_.server_now());
    // The chosen line stays chosen when a newer one comes above it.
    const auto found =
        std::ranges::find(snapshot->history, keep, [](const ToggleChange& change) { return change.toggle.version; });
    if (found != snapshot->history.end() && !view_->currentIndex().isValid()) {
      view_->selectRow(static_cast<int>(found - snapshot->history.begin()));
    }
    summary_->show_text(snapshot->history.size() < kToggleChanges ? QString()
                                                                  : tr("the newest %1").arg(kToggleChanges));
  }
  refresh_foot();
}

void HistoryPanel::refresh_foot() {
  const ToggleChange* change = chosen();
  const bool possible = change != nullptr && change->toggle.name != kRollbackToggle && !change->value_before.empty();
  revert_->setVisible(change != nullptr && change->toggle.name != kRollbackToggle);
  if (change == nullptr) return hint_->show_text(tr("Choose a line to revert it"));
  if (change->toggle.name == kRollbackToggle) {
    return hint_->show_text(tr("A rollback is released, not reverted"));
  }
  const bool canary = change->toggle.name == kCanaryToggle;
  revert_->setText(!possible                            ? tr("Revert…")
                   : canary                             ? tr("Back to %1 %…").arg(text(change->value_before))
                   : enabled_from(change->value_before) ? tr("Back to on…")
                                                        : tr("Back to off…"));
  revert_->updateGeometry();
  const Toggle* now = find_toggle(controller_.snapshot()->toggles, change->toggle.name);
  QString closed = controller_.closed_because().value_or(QString());
  if (!possible) closed = tr("what it was before is not known");
  if (possible && now != nullptr && now->value == change->value_before) closed = tr("it is so now");
  revert_->set_refused(closed);
  hint_->show_text(closed.isEmpty() ? text(change->toggle.reason) : tr("Closed: %1").arg(closed));
}

}  // namespace saga::ui
