// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QWidget>

#include "ui/routing/gateway_model.h"
#include "ui/widgets/row_table.h"

class QStackedWidget;

namespace saga::ui {

class ActionButton;
class Banner;
class PlainTextLabel;
class ReasonBar;
class StateView;

class GatewayView final : public RowTable {
  Q_OBJECT

 public:
  explicit GatewayView(GatewayModel& model, QWidget* parent = nullptr);
  [[nodiscard]] const GatewayModel& gateways() const { return model_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  GatewayModel& model_;
};

class GatewayDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit GatewayDelegate(GatewayView& view) : QStyledItemDelegate(&view), view_(view) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override;

 private:
  GatewayView& view_;
};

// Each gateway with the version that it has taken up. Those that do not obey, or say nothing, are named above the
// table, with what keeps them harmless; below it, what both paths of the rollback say.
class GatewayPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit GatewayPanel(RoutingController& controller, QWidget* parent = nullptr);
  void refresh();
  void ask_for_drill();

 private:
  void refresh_drill();
  void refresh_banner(const std::vector<GatewayLine>& lines);
  void refresh_paths();

  RoutingController& controller_;
  GatewayModel model_;
  PlainTextLabel* summary_;
  PlainTextLabel* age_;
  Banner* banner_;
  QStackedWidget* stack_;
  GatewayView* view_;
  StateView* state_;
  PlainTextLabel* paths_;
  PlainTextLabel* drill_;
  ActionButton* start_drill_;
  ReasonBar* reason_;
};

}  // namespace saga::ui
