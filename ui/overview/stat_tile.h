// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QAbstractButton>
#include <QTimer>

#include "backend/concurrency/clock.h"
#include "ui/widgets/icons.h"

namespace saga::ui {

// What a tile says. Only what somebody has to act on, or a target that is missed, is coloured.
struct TileText {
  enum class Tone { Quiet, Missed, Stuck, NeedsAttention };
  Tone tone = Tone::Quiet;
  QString figure = {};
  QString unit = {};
  QString first_line = {};
  QString second_line = {};
  std::vector<double> spark = {};
  bool bars = false;                 // the spark is counts
  std::optional<double> share = {};  // a bar instead of a spark
  QString hint = {};
  friend bool operator==(const TileText&, const TileText&) = default;
};

// One figure of the overview with what it is measured against. One that leads somewhere is a button.
class StatTile final : public QAbstractButton {
  Q_OBJECT

 public:
  StatTile(Icon icon, const QString& label, const Clock& clock, QWidget* parent = nullptr);

  void show_text(const TileText& text);
  [[nodiscard]] const TileText& shown() const { return text_; }
  void set_leads_somewhere(bool leads);
  // Whether a figure that changed flashes. Not for those that change all the time: that would be noise.
  void set_flashes(bool flashes) { flashes_ = flashes; }
  void set_greyed(bool greyed);
  [[nodiscard]] bool flashing() const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void paint_beside_figure(QPainter& painter, const QRect& where, const QColor& ink) const;
  [[nodiscard]] bool leads() const { return focusPolicy() != Qt::NoFocus; }

  Icon icon_;
  const Clock& clock_;
  TileText text_;
  bool known_ = false;
  bool flashes_ = false;
  bool greyed_ = false;
  bool hovered_ = false;
  MonoTime changed_at_ = {};
  QTimer flashing_;
};

}  // namespace saga::ui
