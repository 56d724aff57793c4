// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ports/saga_context.h"
#include "ui/widgets/panel.h"

class QGridLayout;

namespace saga::ui {

class ActionButton;
class PlainTextLabel;

// All that is known of one delivery, below the table that it was chosen in: its id, to be copied, what the target said
// last, and what comes next.
class DeliveryCard final : public Surface {
  Q_OBJECT

 public:
  explicit DeliveryCard(QWidget* parent = nullptr);

  void show_delivery(const ExternalDelivery& delivery);
  [[nodiscard]] QString id() const { return id_text_; }
  [[nodiscard]] QString answer() const;
  [[nodiscard]] QString next() const;
  void copy_id() const;

 private:
  PlainTextLabel* add_line(QGridLayout& grid, const QString& name);

  QString id_text_;
  PlainTextLabel* id_;
  ActionButton* copy_;
  PlainTextLabel* written_;
  PlainTextLabel* tried_;
  PlainTextLabel* answer_;
  PlainTextLabel* next_;
};

}  // namespace saga::ui
