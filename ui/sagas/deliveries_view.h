// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QStyledItemDelegate>
#include <QWidget>

#include "ui/sagas/delivery_model.h"
#include "ui/widgets/row_table.h"

class QStackedWidget;

namespace saga::ui {

class ActionButton;
class DeliveryCard;
class PlainTextLabel;
class StateView;
class Surface;

// Rows of deliveries; the columns that say least give way to a narrow panel.
class DeliveryTable final : public RowTable {
  Q_OBJECT

 public:
  explicit DeliveryTable(DeliveryModel& model, QWidget* parent = nullptr);
  [[nodiscard]] const DeliveryModel& deliveries() const { return model_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fit_columns();

  DeliveryModel& model_;
};

class DeliveryDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit DeliveryDelegate(DeliveryTable& view) : QStyledItemDelegate(&view), view_(view) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  DeliveryTable& view_;
};

// What a saga's events became outside, with all about the chosen one below.
class DeliveriesView final : public QWidget {
  Q_OBJECT

 public:
  explicit DeliveriesView(QWidget* parent = nullptr);

  void show_rows(std::vector<ExternalDelivery> rows, TimePoint read_at);
  // In the place of the rows.
  void show_state(const QString& title, const QString& detail, const QString& button, bool bad);
  [[nodiscard]] QString scope() const;
  [[nodiscard]] StateView& state() { return *state_; }
  [[nodiscard]] DeliveryTable& table() { return *table_; }
  [[nodiscard]] DeliveryModel& model() { return *model_; }
  [[nodiscard]] DeliveryCard& card() { return *card_; }

 Q_SIGNALS:
  void again_wanted();

 private:
  void refresh_card();

  DeliveryModel* model_;
  Surface* head_;
  PlainTextLabel* scope_;
  ActionButton* again_;
  QStackedWidget* stack_;
  DeliveryTable* table_;
  DeliveryCard* card_;
  StateView* state_;
};

}  // namespace saga::ui
