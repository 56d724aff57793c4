// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/gateway_model.h"

#include <algorithm>

#include "ui/routing/routing_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {
namespace {

using Column = GatewayModel::Column;
using State = GatewayLine::State;

// The change that a gateway has to have taken up.
const Toggle* newest_change(const RoutingController& controller) {
  const auto& snapshot = controller.snapshot();
  return snapshot && !snapshot->history.empty() ? &snapshot->history.front().toggle : nullptr;
}

GatewayLine line_of(const RoutingController& controller, const GatewayReport& report, bool live,
                    std::chrono::microseconds heartbeat) {
  const RollbackController& rollback = controller.rollback();
  // By Redis alone there is no new version, but every gateway that runs has to say that it obeys.
  const bool obeys = rollback.engaged() ? report.rollback : report.version >= wanted_version(controller);
  GatewayLine line{.instance = report.instance,
                   .state = !live   ? State::Silent
                            : obeys ? State::Obeys
                                    : State::Straggles,
                   .version = report.version,
                   .unreadable = report.unreadable,
                   .heartbeat = heartbeat};
  if (const Toggle* newest = newest_change(controller); live && newest != nullptr) {
    line.obeys_after = obeyed_after(report, *newest);
  }
  if (live) line.event_driven = controller.event_driven_rate(report.instance);
  return line;
}

}  // namespace

std::int64_t wanted_version(const RoutingController& controller) {
  const auto& snapshot = controller.snapshot();
  return snapshot ? routing_state_of(snapshot->toggles).version : 0;
}

std::vector<GatewayLine> gateway_lines(const RoutingController& controller) {
  std::vector<GatewayLine> lines;
  const auto& snapshot = controller.snapshot();
  if (!controller.lost() && snapshot) {
    const TimePoint now = controller.server_now();
    for (const GatewayReport& report : snapshot->gateways) {
      const auto heartbeat = std::max(now - report.heartbeat_at, TimePoint::duration(0));
      if (heartbeat > std::chrono::hours(1)) continue;
      lines.push_back(line_of(controller, report, heartbeat < kGatewayIsGone,
                              std::chrono::duration_cast<std::chrono::microseconds>(heartbeat)));
    }
    return lines;
  }
  const auto age = [&](const GatewayReport& report) {
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::max(controller.now() - report.heartbeat_at, TimePoint::duration(0)));
  };
  for (const GatewayReport& report : controller.rollback().gateways().live) {
    lines.push_back(line_of(controller, report, true, age(report)));
  }
  for (const SilentGateway& silent : controller.rollback().gateways().silent) {
    lines.push_back(line_of(controller, silent.report, false, age(silent.report)));
  }
  std::ranges::sort(lines, {}, &GatewayLine::instance);
  return lines;
}

int GatewayModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int GatewayModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant GatewayModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    const bool number = column == Column::Heartbeat || column == Column::EventDriven;
    return static_cast<int>(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Instance: return tr("Instance");
    case Column::Seen: return tr("Seen");
    case Column::ObeysAfter: return tr("Obeys after");
    case Column::Heartbeat: return tr("Heartbeat");
    case Column::EventDriven: return tr("Event-dr.");
  }
  return {};
}

QVariant GatewayModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const auto column = static_cast<Column>(index.column());
  switch (role) {
    case Qt::DisplayRole: return text_of(row(index.row()), column);
    case Qt::TextAlignmentRole: return headerData(index.column(), Qt::Horizontal, Qt::TextAlignmentRole);
    case Qt::ToolTipRole:
      return column == Column::EventDriven ? safe_tool_tip(tr("Payments a second that it sends the event-driven way"))
                                           : QVariant();
    default: return {};
  }
}

QString GatewayModel::text_of(const GatewayLine& line, Column column) const {
  switch (column) {
    case Column::Instance: return text(line.instance);
    case Column::Seen: return version_text(line.version);
    case Column::ObeysAfter:
      if (line.state == State::Silent) return tr("silent");
      if (line.state == State::Straggles) return tr("not yet");
      if (line.unreadable) return tr("reads no toggles");
      return line.obeys_after ? seconds_text(*line.obeys_after) : QStringLiteral("–");
    case Column::Heartbeat: return age_text(line.heartbeat);
    case Column::EventDriven:
      return line.event_driven ? tr("%1/s").arg(rate_text(*line.event_driven)) : QStringLiteral("?");
  }
  return {};
}

void GatewayModel::update(std::vector<GatewayLine> lines) {
  if (lines == rows_) return;
  const bool same = std::ranges::equal(rows_, lines, {}, &GatewayLine::instance, &GatewayLine::instance);
  if (!same) beginResetModel();
  rows_ = std::move(lines);
  if (!same) {
    endResetModel();
  } else if (!rows_.empty()) {
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
  }
}

}  // namespace saga::ui
