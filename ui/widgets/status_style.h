// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>

#include "backend/domain/saga.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/tokens.h"

class QPainter;

namespace saga::ui {

[[nodiscard]] StatusKind status_kind(Condition condition);
[[nodiscard]] QString status_word(StatusKind kind);
[[nodiscard]] Icon status_icon(StatusKind kind);
[[nodiscard]] QColor status_color(StatusKind kind);

// Icon and word in the status's colour; tinted or filled when the status is loud. Left-aligned, centred vertically.
// `muted` greys it: the row's source is lost. Returns the width it took.
int paint_status(QPainter& painter, const QRect& rect, StatusKind kind, bool muted = false);
[[nodiscard]] int status_width(StatusKind kind);

// The same as a widget, always at least tinted.
class StatusPill final : public QWidget {
  Q_OBJECT

 public:
  explicit StatusPill(QWidget* parent = nullptr);
  void show_status(StatusKind kind);
  [[nodiscard]] StatusKind status() const { return kind_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  StatusKind kind_ = StatusKind::Unknown;
};

}  // namespace saga::ui
