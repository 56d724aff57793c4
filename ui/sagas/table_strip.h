// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "ui/widgets/icons.h"

namespace saga::ui {

// The line above the table. It is always there, so that the rows do not move when it has something to say: how old
// the rows are, how many newer ones wait, or that their source is lost.
class TableStrip final : public QAbstractButton {
  Q_OBJECT

 public:
  enum class Tone { Calm, Newer, Stale, Lost };

  explicit TableStrip(QWidget* parent = nullptr);
  void tell(Tone tone, const QString& title, const QString& detail);
  [[nodiscard]] Tone tone() const { return tone_; }
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Tone tone_ = Tone::Calm;
  QString detail_;
};

}  // namespace saga::ui
