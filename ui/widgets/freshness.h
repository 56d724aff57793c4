// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "backend/concurrency/clock.h"
#include "backend/services/attachment.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/tokens.h"

namespace saga::ui {

// How old an answer is, as mark, word and colour.
struct Freshness {
  enum class Degree { Fresh, Old, Stale, Lost, Unknown } degree = Degree::Unknown;
  QString text;
};

// At most 2 s is fresh, at most 30 s old, more is stale; without a connection it is lost.
[[nodiscard]] Freshness freshness_of(const SourceState& state, WallTime now);
[[nodiscard]] Icon freshness_icon(Freshness::Degree degree);
[[nodiscard]] QColor freshness_color(Freshness::Degree degree);

class FreshnessBadge final : public QWidget {
  Q_OBJECT

 public:
  explicit FreshnessBadge(QWidget* parent = nullptr);
  void show_freshness(const QString& name, const Freshness& freshness);
  [[nodiscard]] QString text() const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString name_;
  Freshness freshness_;
};

}  // namespace saga::ui
