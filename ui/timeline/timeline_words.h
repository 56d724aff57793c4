// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QColor>
#include <QString>
#include <QStringList>

#include "backend/domain/timeline_layout.h"
#include "backend/domain/timeline_marker.h"
#include "ui/places/place.h"
#include "ui/widgets/icons.h"

// The timeline's values in the words of the application's language.
namespace saga::ui {

[[nodiscard]] QString lane_name(const timeline::LaneKey& key, timeline::LanesBy by);
// Quieter lines below the name: how it is drawn, and what the columns' height means.
[[nodiscard]] QStringList lane_notes(const timeline::Lane& lane, double column);
[[nodiscard]] Icon lane_icon(const timeline::LaneKey& key);
[[nodiscard]] QColor lane_color(const timeline::LaneKey& key);

[[nodiscard]] QString marker_text(const timeline::Marker& marker);    // "25 → 50 %, v41, choi.hana"
[[nodiscard]] QString marker_detail(const timeline::Marker& marker);  // all that is known, in lines
[[nodiscard]] Icon marker_icon(timeline::MarkerKind kind);
[[nodiscard]] QColor marker_color(timeline::MarkerKind kind);

// The sagas that began within the range, on the Sagas page; of that condition, or all.
[[nodiscard]] Place sagas_within(const timeline::Range& range, const Condition* condition);

// The part of time of a place, as it is written in links; nothing without one.
[[nodiscard]] QString place_text(const timeline::Range& range);
[[nodiscard]] std::optional<timeline::Range> range_from(const QString& text);

}  // namespace saga::ui
