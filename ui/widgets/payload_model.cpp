// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/payload_model.h"

#include <algorithm>

#include "ui/widgets/json_text.h"

namespace saga::ui {

namespace {

constexpr int kMostDepth = 40;  // of indentation: what is deeper stays within sight

QString shown(const PayloadText& payload, std::size_t line) {
  return visible_text(QString::fromStdString(line_text(payload, line)));
}

}  // namespace

PayloadModel::PayloadModel(QObject* parent)
    : QAbstractListModel(parent), payload_(std::make_shared<const PayloadText>()) {}

void PayloadModel::show_payload(std::shared_ptr<const PayloadText> payload) {
  beginResetModel();
  payload_ = std::move(payload);
  if (!payload_->is_json()) {
    auto wrapped = std::make_shared<PayloadText>(*payload_);
    wrapped->lines = wrapped_lines(wrapped->text, columns_);
    payload_ = std::move(wrapped);
  }
  folded_.assign(payload_->lines.size(), false);
  build_rows();
  longest_ = 0;
  for (const JsonLine& line : payload_->lines) {
    const auto length = std::min<std::size_t>(line.key_size + line.size, 2000) + 4;
    longest_ =
        std::max(longest_, static_cast<int>(length) + 2 * std::min<int>(kMostDepth, static_cast<int>(line.depth)));
  }
  endResetModel();
}

void PayloadModel::set_columns(int columns) {
  if (columns == columns_) return;
  columns_ = columns;
  if (!payload_->is_json() && !payload_->text.empty()) show_payload(payload_);
}

bool PayloadModel::can_fold(std::size_t line) const { return payload_->lines[line].kind == JsonLine::Kind::Open; }

std::size_t PayloadModel::behind(std::size_t line) const {
  const std::int32_t end = payload_->lines[line].end;
  return end < 0 ? payload_->lines.size() : static_cast<std::size_t>(end) + 1;
}

void PayloadModel::build_rows() {
  rows_.clear();
  for (std::size_t line = 0; line < payload_->lines.size();) {
    rows_.push_back(static_cast<std::int32_t>(line));
    line = folded_[line] ? behind(line) : line + 1;
  }
}

int PayloadModel::row_of(std::size_t line) const {
  const auto after = std::ranges::upper_bound(rows_, static_cast<std::int32_t>(line));
  return static_cast<int>(after - rows_.begin()) - 1;
}

PayloadModel::Fold PayloadModel::fold_of(int row) const {
  const std::size_t line = line_of(row);
  if (!can_fold(line)) return Fold::None;
  return folded_[line] ? Fold::Folded : Fold::Open;
}

void PayloadModel::set_folded(int row, bool folded) {
  if (row < 0 || row >= rowCount()) return;
  const std::size_t line = line_of(row);
  if (!can_fold(line) || folded_[line] == folded) return;
  if (folded) {
    const int last = row_of(behind(line) - 1);
    folded_[line] = true;
    if (last > row) {
      beginRemoveRows({}, row + 1, last);
      rows_.erase(rows_.begin() + row + 1, rows_.begin() + last + 1);
      endRemoveRows();
    }
  } else {
    folded_[line] = false;
    std::vector<std::int32_t> inner;
    for (std::size_t next = line + 1; next < behind(line);) {
      inner.push_back(static_cast<std::int32_t>(next));
      next = folded_[next] ? behind(next) : next + 1;
    }
    if (!inner.empty()) {
      beginInsertRows({}, row + 1, row + static_cast<int>(inner.size()));
      rows_.insert(rows_.begin() + row + 1, inner.begin(), inner.end());
      endInsertRows();
    }
  }
  Q_EMIT dataChanged(index(row), index(row));
}

void PayloadModel::fold_all(bool folded) {
  beginResetModel();
  for (std::size_t line = 0; line < payload_->lines.size(); ++line) {
    folded_[line] = folded && can_fold(line) && payload_->lines[line].depth > 0;
  }
  build_rows();
  endResetModel();
}

int PayloadModel::reveal(std::size_t line) {
  std::vector<std::size_t> folds;
  for (std::int32_t at = payload_->lines[line].parent; at >= 0;) {
    const auto parent = static_cast<std::size_t>(at);
    if (folded_[parent]) folds.push_back(parent);
    at = payload_->lines[parent].parent;
  }
  for (auto fold = folds.rbegin(); fold != folds.rend(); ++fold) set_folded(row_of(*fold), false);
  return row_of(line);
}

QString PayloadModel::text_of(const QModelIndexList& rows) const {
  QModelIndexList sorted = rows;
  std::ranges::sort(sorted, {}, &QModelIndex::row);
  QStringList lines;
  for (const QModelIndex& row : sorted) {
    const std::size_t line = line_of(row.row());
    // A folded container is copied with all that it hides.
    const std::string_view value = value_of(*payload_, line);
    const bool whole = fold_of(row.row()) == Fold::Folded || sorted.size() == 1;
    lines << (whole && payload_->lines[line].kind != JsonLine::Kind::Close
                  ? QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()))
                  : QString(2 * std::min<int>(kMostDepth, static_cast<int>(payload_->lines[line].depth)),
                            QLatin1Char(' ')) +
                        QString::fromStdString(line_text(*payload_, line, payload_->text.size())));
  }
  return lines.join(QLatin1Char('\n'));
}

int PayloadModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant PayloadModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const std::size_t line = line_of(index.row());
  const JsonLine& shown_line = payload_->lines[line];
  switch (role) {
    case LineRole: return static_cast<int>(line);
    case DepthRole: return std::min<int>(kMostDepth, static_cast<int>(shown_line.depth));
    case Qt::DisplayRole: {
      QString text = shown(*payload_, line);
      if (fold_of(index.row()) == Fold::Folded) {
        text += tr(" … %n inside", nullptr, shown_line.members);
      }
      return text;
    }
    default: return {};
  }
}

}  // namespace saga::ui
