// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QWidget>

#include "backend/domain/overview.h"
#include "ui/overview/stat_tile.h"
#include "ui/places/place.h"

class QGridLayout;

namespace saga::ui {

class OverviewController;

// The figures in their order of importance: first what waits for a person, then the flow against its targets. In two
// lines where the window is narrow.
class OverviewTiles final : public QWidget {
  Q_OBJECT

 public:
  enum class Figure : std::size_t { Attention, Stuck, InFlight, Success, Latency, Rate, Route };
  static constexpr std::size_t kFigures = 7;

  OverviewTiles(OverviewController& controller, GoTo go_to, QWidget* parent = nullptr);

  void refresh();
  void set_narrow(bool narrow);
  [[nodiscard]] StatTile& tile(Figure figure) const { return *tiles_[static_cast<std::size_t>(figure)]; }

 private:
  void show_trouble(Figure figure, Condition condition);
  void show_in_flight();
  void show_flow();
  void show_route();

  OverviewController& controller_;
  QGridLayout* grid_;
  std::array<StatTile*, kFigures> tiles_;
  std::optional<bool> narrow_;
};

}  // namespace saga::ui
