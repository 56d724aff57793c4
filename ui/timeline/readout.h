// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QColor>
#include <QWidget>

#include "backend/domain/saga.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/icons.h"

namespace saga::ui {

// One thing that is read out: an icon, a word, a value and a small unit. Whatever is empty is left out.
struct ReadoutPart {
  std::optional<Icon> icon = {};
  QColor ink = {};
  QString word = {};
  QString value = {};
  QString unit = {};
};

// The line below the lanes: what is under the pointer, in words and numbers, so that no box hides what it explains.
class Readout final : public QWidget {
  Q_OBJECT

 public:
  explicit Readout(QWidget* parent = nullptr);
  void show_parts(std::vector<ReadoutPart> parts, const QString& hint);
  [[nodiscard]] QString text() const;  // as it is read aloud

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<ReadoutPart> parts_;
  QString hint_;
};

// One saga: its status, id, order, where it stands, since when. `saga`: what has been read of it so far.
[[nodiscard]] std::vector<ReadoutPart> parts_of(const timeline::Span& span, std::string_view step,
                                                const std::optional<Saga>& saga, timeline::Micros now);
// A moment: how many were under way, how many a second ended how.
[[nodiscard]] std::vector<ReadoutPart> parts_of(const TimelineScene& scene, timeline::Micros at);

}  // namespace saga::ui
