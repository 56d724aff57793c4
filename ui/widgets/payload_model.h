// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QAbstractListModel>

#include "backend/domain/json_lines.h"

namespace saga::ui {

// The lines of a payload that are not folded away. Holds one immutable text; folding only changes which of its lines
// are rows.
class PayloadModel final : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { LineRole = Qt::UserRole, DepthRole };
  enum class Fold { None, Open, Folded };

  explicit PayloadModel(QObject* parent = nullptr);

  // Everything open.
  void show_payload(std::shared_ptr<const PayloadText> payload);
  // Text that is not JSON is broken into lines of this many columns.
  void set_columns(int columns);

  [[nodiscard]] const PayloadText& payload() const { return *payload_; }
  [[nodiscard]] const std::shared_ptr<const PayloadText>& shared() const { return payload_; }
  [[nodiscard]] std::size_t line_of(int row) const {
    return static_cast<std::size_t>(rows_[static_cast<std::size_t>(row)]);
  }
  // The row that shows the line, or the folded one that it stands in.
  [[nodiscard]] int row_of(std::size_t line) const;
  [[nodiscard]] Fold fold_of(int row) const;
  void set_folded(int row, bool folded);
  // All containers within the outermost one.
  void fold_all(bool folded);
  // Unfolds what hides the line. Returns its row.
  int reveal(std::size_t line);
  // Columns of the longest line.
  [[nodiscard]] int longest() const { return longest_; }
  // Lines as they are shown, one below the other.
  [[nodiscard]] QString text_of(const QModelIndexList& rows) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
  [[nodiscard]] bool can_fold(std::size_t line) const;
  [[nodiscard]] std::size_t behind(std::size_t line) const;  // the first line that a fold of this one does not hide
  void build_rows();

  std::shared_ptr<const PayloadText> payload_;
  std::vector<bool> folded_;        // by line
  std::vector<std::int32_t> rows_;  // their lines, in order
  int longest_ = 0;
  int columns_ = 80;
};

}  // namespace saga::ui
