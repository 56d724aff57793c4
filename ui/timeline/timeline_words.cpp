// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

#include "backend/domain/routing.h"
#include "ui/places/filter_word.h"
#include "ui/timeline/time_axis.h"
#include "ui/widgets/format.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using timeline::LaneKey;
using timeline::Marker;
using timeline::MarkerKind;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Timeline)
};

std::optional<StatusKind> status_of(const LaneKey& key) {
  using Kind = LaneKey::Kind;
  switch (key.kind) {
    case Kind::NeedsAttention: return StatusKind::NeedsAttention;
    case Kind::Stuck: return StatusKind::Stuck;
    case Kind::Undoing: return StatusKind::Compensating;
    case Kind::Running: return StatusKind::Running;
    case Kind::EventDriven:
    case Kind::Legacy: return StatusKind::Completed;
    case Kind::Failed: return StatusKind::Failed;
    case Kind::Step: return std::nullopt;
  }
  return std::nullopt;
}

QString toggle_text(const Marker& marker) {
  const QString before = text(marker.before), after = text(marker.after);
  if (marker.what == kCanaryToggle) return Words::tr("%1 → %2 %").arg(before, after);
  if (marker.what == kEventDrivenToggle) {
    return enabled_from(marker.after) ? Words::tr("event-driven on") : Words::tr("event-driven off");
  }
  return Words::tr("%1: %2 → %3").arg(text(marker.what), before, after);
}

QString action_text(const Marker& marker) {
  if (marker.what == "RETRY") return Words::tr("retry of %n saga(s)", nullptr, static_cast<int>(marker.count));
  if (marker.what == "COMPENSATE")
    return Words::tr("compensation of %n saga(s)", nullptr, static_cast<int>(marker.count));
  if (marker.what == "RESOLVE") return Words::tr("%n saga(s) resolved", nullptr, static_cast<int>(marker.count));
  if (marker.what == "REFUND") return Words::tr("refund of %n order(s)", nullptr, static_cast<int>(marker.count));
  return text(marker.what).toLower();
}

QString lasted_text(const Marker& marker) {
  if (!marker.lasts) return {};
  if (!marker.until) return Words::tr("still");
  return length_text(timeline::micros(*marker.until) - timeline::micros(marker.at));
}

QString iso(timeline::Micros at, bool up) {
  const qint64 ms = (at + (up ? 999 : 0)) / 1000;
  return QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODateWithMs);
}

}  // namespace

QString lane_name(const LaneKey& key, timeline::LanesBy by) {
  using Kind = LaneKey::Kind;
  switch (key.kind) {
    case Kind::EventDriven: return Words::tr("event-driven");
    case Kind::Legacy: return Words::tr("legacy");
    case Kind::Step: return key.step.empty() ? Words::tr("no step") : text(key.step);
    case Kind::Undoing: return by == timeline::LanesBy::Status ? Words::tr("compensation") : QString();
    default: return status_word(*status_of(key));
  }
}

QStringList lane_notes(const timeline::Lane& lane, double column) {
  QStringList notes;
  if (lane.empty()) return notes;
  if (lane.bars > 0) {
    notes << (lane.rows == lane.bars ? Words::tr("one row a saga")
                                     : Words::tr("packed, %n row(s)", nullptr, lane.rows));
  }
  if (lane.folded > 0) {
    if (lane.bars > 0) notes << Words::tr("%1 folded").arg(count_text(lane.folded));
    notes << Words::tr("count per %1").arg(length_text(static_cast<timeline::Micros>(column)));
    notes << Words::tr("top: %1").arg(count_text(lane.top));
  }
  return notes;
}

Icon lane_icon(const LaneKey& key) {
  const auto status = status_of(key);
  return status ? status_icon(*status) : Icon::Sagas;
}

QColor lane_color(const LaneKey& key) {
  const auto status = status_of(key);
  return status ? status_color(*status) : color(Color::TextSecondary);
}

QString marker_text(const Marker& marker) {
  const QString lasted = lasted_text(marker);
  const auto with = [](const QString& said, const QString& more) {
    return more.isEmpty() ? said : said + QStringLiteral(", ") + more;
  };
  switch (marker.kind) {
    case MarkerKind::Flip:
      return with(with(toggle_text(marker), QStringLiteral("v%1").arg(marker.version)), text(marker.who));
    case MarkerKind::Rollback:
      return marker.lasts ? with(Words::tr("emergency rollback"), lasted)
                          : with(Words::tr("rollback released"), text(marker.who));
    case MarkerKind::Action: return with(action_text(marker), text(marker.who));
    case MarkerKind::WorkerLost: return with(Words::tr("process lost: %1").arg(text(marker.what)), lasted);
    case MarkerKind::GatewaySilent: return with(Words::tr("gateway silent: %1").arg(text(marker.what)), lasted);
  }
  return {};
}

QString marker_detail(const Marker& marker) {
  QStringList lines{marker_text(marker), full_time_text(marker.at)};
  if (!marker.why.empty()) lines << text(marker.why);
  if (!marker.who.empty()) lines << text(marker.who);
  return lines.join(QLatin1Char('\n'));
}

Icon marker_icon(MarkerKind kind) {
  switch (kind) {
    case MarkerKind::Flip: return Icon::Route;
    case MarkerKind::Rollback: return Icon::Bolt;
    case MarkerKind::Action: return Icon::Refresh;
    case MarkerKind::WorkerLost:
    case MarkerKind::GatewaySilent: return Icon::Plug;
  }
  return Icon::Info;
}

QColor marker_color(MarkerKind kind) {
  switch (kind) {
    case MarkerKind::Flip: return color(Color::AccentText);
    case MarkerKind::Rollback: return status_color(StatusKind::Failed);
    case MarkerKind::Action: return color(Color::TextSecondary);
    case MarkerKind::WorkerLost:
    case MarkerKind::GatewaySilent: return status_color(StatusKind::Stuck);
  }
  return color(Color::TextSecondary);
}

Place sagas_within(const timeline::Range& range, const Condition* condition) {
  QStringList words;
  if (condition != nullptr) words << filter_word(QStringLiteral("status"), text(std::string(to_text(*condition))));
  words << place_text(range);
  return {.page = PageId::Sagas, .filter = words.join(QLatin1Char(' '))};
}

QString place_text(const timeline::Range& range) {
  return filter_word(QStringLiteral("from"), iso(range.from, false)) + QLatin1Char(' ') +
         filter_word(QStringLiteral("to"), iso(range.to, true));
}

std::optional<timeline::Range> range_from(const QString& text) {
  static const QRegularExpression kEnds(QStringLiteral("from:\"?([^\" ]+)\"? to:\"?([^\" ]+)\"?"));
  const auto match = kEnds.match(text);
  if (!match.hasMatch()) return std::nullopt;
  const QDateTime from = QDateTime::fromString(match.captured(1), Qt::ISODateWithMs);
  const QDateTime to = QDateTime::fromString(match.captured(2), Qt::ISODateWithMs);
  if (!from.isValid() || !to.isValid() || from >= to) return std::nullopt;
  return timeline::Range{from.toMSecsSinceEpoch() * 1000, to.toMSecsSinceEpoch() * 1000};
}

}  // namespace saga::ui
