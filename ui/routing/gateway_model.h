// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "ui/routing/routing_controller.h"

namespace saga::ui {

// A gateway as the page shows it, out of all that is known about it.
struct GatewayLine {
  enum class State { Obeys, Straggles, Silent };
  std::string instance;
  State state = State::Obeys;
  std::int64_t version = 0;
  bool unreadable = false;  // it cannot read the toggles, and sends everything to the legacy route
  std::optional<std::chrono::microseconds> obeys_after = {};
  std::chrono::microseconds heartbeat{0};
  std::optional<double> event_driven = {};  // payments a second
  friend bool operator==(const GatewayLine&, const GatewayLine&) = default;
};

// While the database is away the gateways' own reports in Redis go on.
[[nodiscard]] std::vector<GatewayLine> gateway_lines(const RoutingController& controller);
// The version that all should have.
[[nodiscard]] std::int64_t wanted_version(const RoutingController& controller);

// A row a gateway, by name. Touched by the GUI thread only.
class GatewayModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Instance, Seen, ObeysAfter, Heartbeat, EventDriven };
  static constexpr int kColumns = 5;

  using QAbstractTableModel::QAbstractTableModel;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void update(std::vector<GatewayLine> lines);
  [[nodiscard]] const GatewayLine& row(int index) const { return rows_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] QString text_of(const GatewayLine& line, Column column) const;

 private:
  std::vector<GatewayLine> rows_;
};

}  // namespace saga::ui
