// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QAbstractButton>
#include <QWidget>

#include "backend/domain/timeline_summary.h"
#include "ui/places/place.h"
#include "ui/widgets/panel.h"

class QVBoxLayout;

namespace saga::ui {

class ActionButton;
class FileExport;
class PlainTextLabel;
class StoppedBars;

// A status with its number; pressing it leads to those sagas.
class SummaryRow final : public QAbstractButton {
  Q_OBJECT

 public:
  explicit SummaryRow(Condition condition, QWidget* parent = nullptr);
  void show_count(std::int64_t count);
  [[nodiscard]] Condition condition() const { return condition_; }
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Condition condition_;
  std::int64_t count_ = 0;
};

// What began within the selected part of time: how much, what became of it, where it stopped, and the way to it.
class SelectionPanel final : public QWidget {
  Q_OBJECT

 public:
  SelectionPanel(GoTo go_to, QWidget* parent = nullptr);
  // `partly`: not all of it has been read.
  void show_selection(const timeline::Range& range, timeline::Micros now, const timeline::Summary& summary,
                      bool partly);
  void show_export(const FileExport& file);  // of the selected part of time
  [[nodiscard]] QString text() const;

 Q_SIGNALS:
  void closed();
  void export_pressed();

 private:
  void refresh_buttons();

  GoTo go_to_;
  timeline::Range range_ = {};
  timeline::Summary summary_;
  PlainTextLabel* when_;
  PlainTextLabel* count_;
  PlainTextLabel* note_;
  std::vector<SummaryRow*> rows_;
  PlainTextLabel* legacy_;
  PlainTextLabel* stopped_head_;
  StoppedBars* stopped_;
  ActionButton* trouble_;
  ActionButton* all_;
  ActionButton* export_;
  PlainTextLabel* exported_;
};

}  // namespace saga::ui
