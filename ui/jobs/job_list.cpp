// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_list.h"

#include <algorithm>

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include "ui/jobs/counts_bar.h"
#include "ui/jobs/job_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kRow = 52;
constexpr int kLine = 18;
constexpr int kBar = 4;

QString by_text(const Job& job) {
  return JobListModel::tr("%1 by %2").arg(clock_text(job.requested_at), visible_text(text(job.requested_by)));
}

}  // namespace

int JobListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(jobs_.size());
}

int JobListModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : 1; }

QVariant JobListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const Job& row = job(index.row());
  if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
    return QStringLiteral("%1, %2, %3, %4")
        .arg(job_title(row), look_of(row).word, percent_settled(row.counts), by_text(row));
  }
  if (role == Qt::ToolTipRole) {
    return safe_tool_tip(
        QStringList{text(row.id), full_time_text(row.requested_at), text(row.selection), text(row.reason)}.join(
            QLatin1Char('\n')));
  }
  return {};
}

void JobListModel::update(const std::vector<Job>& jobs) {
  if (jobs == jobs_) return;
  // Those that have come above what was there before.
  std::size_t fresh = 0;
  while (fresh < jobs.size() && !jobs_.empty() && jobs[fresh].id != jobs_.front().id) ++fresh;
  const bool grown = fresh < jobs.size() && !jobs_.empty() &&
                     std::equal(
                         jobs.begin() + static_cast<std::ptrdiff_t>(fresh), jobs.end(), jobs_.begin(),
                         jobs_.begin() + static_cast<std::ptrdiff_t>(std::min(jobs.size() - fresh, jobs_.size())),
                         [](const Job& a, const Job& b) { return a.id == b.id; });
  if (!grown) {
    beginResetModel();
    jobs_ = jobs;
    endResetModel();
    return;
  }
  const auto kept = jobs.size() - fresh;
  if (kept < jobs_.size()) {
    beginRemoveRows({}, static_cast<int>(kept), static_cast<int>(jobs_.size()) - 1);
    jobs_.resize(kept);
    endRemoveRows();
  }
  if (fresh > 0) {
    beginInsertRows({}, 0, static_cast<int>(fresh) - 1);
    jobs_.insert(jobs_.begin(), jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(fresh));
    endInsertRows();
  }
  jobs_ = jobs;
  Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

int JobListModel::row_of(const JobId& id) const {
  const auto found = std::ranges::find(jobs_, id, &Job::id);
  return found == jobs_.end() ? -1 : static_cast<int>(found - jobs_.begin());
}

JobListView::JobListView(JobListModel& model, QWidget* parent) : RowTable(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new JobListDelegate(*this));
  set_up_rows(*this, kRow, 0);
  horizontalHeader()->hide();
  horizontalHeader()->setStretchLastSection(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Running and recent jobs"));
}

void JobListView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    event->ignore();
    return;
  }
  RowTable::keyPressEvent(event);
}

void JobListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  paint_row(*painter, option, view_, index.row());
  const Job& job = view_.jobs().job(index.row());
  const JobLook look = look_of(job);
  const QColor ink = view_.greyed() ? color(Color::TextDisabled) : status_color(look.kind);
  const QRect cell = option.rect.adjusted(space::kPanelInset, 6, -space::kPanelInset, -1);
  paint_icon(*painter, QRectF(cell.left(), cell.top() + 2, icon_size::kTable, icon_size::kTable), look.icon, ink);
  const int left = cell.left() + icon_size::kTable + 8;
  const QString share = percent_settled(job.counts);
  const int right = text_width(share, type::kDenseStrong) + 8;
  paint_text(*painter, QRect(left, cell.top(), cell.right() - left - right, kLine), Qt::AlignLeft, job_title(job),
             type::kBodyStrong, color(view_.greyed() ? Color::TextDisabled : Color::TextPrimary));
  paint_text(*painter, QRect(cell.left(), cell.top(), cell.width(), kLine), Qt::AlignRight, share, type::kDenseStrong,
             color(view_.greyed() ? Color::TextDisabled : Color::TextPrimary));
  const QRect second(left, cell.top() + kLine, cell.right() - left, kLine);
  const int word = paint_text(*painter, second, Qt::AlignLeft, look.word, type::kDense, ink);
  paint_text(*painter, second.adjusted(word + 8, 0, 0, 0), Qt::AlignRight, by_text(job), type::kDense,
             color(Color::TextMuted));
  paint_counts(*painter, QRectF(left, cell.bottom() - kBar - 3, cell.right() - left, kBar), job.counts);
}

}  // namespace saga::ui
