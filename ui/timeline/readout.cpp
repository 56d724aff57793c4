// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/readout.h"

#include <algorithm>

#include <QLocale>
#include <QPainter>

#include "backend/domain/timeline_summary.h"
#include "ui/timeline/time_axis.h"
#include "ui/timeline/timeline_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using timeline::kOpen;
using timeline::Micros;

constexpr int kHigh = 34;
constexpr int kGap = 5;
constexpr int kApart = 16;
constexpr int kLeastPart = 72;
constexpr Micros kSecond = 1'000'000;

bool counts_starts(const timeline::LaneKey& key) {
  using Kind = timeline::LaneKey::Kind;
  return key.kind == Kind::EventDriven || key.kind == Kind::Legacy || key.kind == Kind::Failed;
}

double rate_at(const TimelineScene& scene, const timeline::LaneKey& key, Micros at) {
  const Micros wide = std::max(static_cast<Micros>(scene.layout.column), kSecond);
  std::int64_t started = 0;
  for (const timeline::SpanStore* store : scene.spans.stores()) {
    for (const timeline::Series& series : store->series()) {
      if (store->lane(scene.window.by, series) != key) continue;
      started += series.started_before(at + wide / 2) - series.started_before(at - wide / 2);
    }
  }
  return static_cast<double>(started) * kSecond / static_cast<double>(wide);
}

}  // namespace

Readout::Readout(QWidget* parent) : QWidget(parent) {
  setFixedHeight(kHigh);
  setAccessibleName(tr("What is under the pointer"));
}

void Readout::show_parts(std::vector<ReadoutPart> parts, const QString& hint) {
  parts_ = std::move(parts);
  hint_ = hint;
  setAccessibleDescription(text());
  update();
}

QString Readout::text() const {
  QStringList said;
  for (const ReadoutPart& part : parts_) {
    QStringList words{part.word, part.value, part.unit};
    words.removeAll(QString());
    said << words.join(QLatin1Char(' '));
  }
  return said.join(QStringLiteral(" · "));
}

void Readout::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfacePanel));
  hairline(painter, QPointF(0, 0), QPointF(width(), 0), color(Color::BorderPanel));
  int x = space::kPanelInset;
  const int right = width() - space::kPanelInset;
  const auto put = [&](const QString& said, const TypeSize& size, const QColor& ink) {
    if (said.isEmpty() || x >= right) return;
    x += paint_text(painter, QRect(x, 0, right - x, height()), Qt::AlignLeft, said, size, ink) + kGap;
  };
  for (const ReadoutPart& part : parts_) {
    if (right - x < kLeastPart) break;  // a part that says nothing is left out
    if (part.icon && x + icon_size::kTable < right) {
      paint_icon(painter, QRectF(x, (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable),
                 *part.icon, part.ink);
      x += icon_size::kTable + kGap;
    }
    put(part.word, type::kDense, part.ink.isValid() && part.icon ? part.ink : color(Color::TextSecondary));
    put(part.value, type::kDenseStrong, color(Color::TextPrimary));
    put(part.unit, type::kCaption, color(Color::TextMuted));
    x += kApart - kGap;
  }
  const int wide = text_width(hint_, type::kCaption) + 2;
  if (x + wide <= right) {
    paint_text(painter, QRect(right - wide, 0, wide, height()), Qt::AlignRight, hint_, type::kCaption,
               color(Color::TextMuted));
  }
}

std::vector<ReadoutPart> parts_of(const timeline::Span& span, std::string_view step, const std::optional<Saga>& saga,
                                  Micros now) {
  const StatusKind kind = status_kind(span.condition);
  const auto length = [](Micros from, Micros to) {
    return duration_text(std::chrono::microseconds(std::max<Micros>(to - from, 0)));
  };
  std::vector<ReadoutPart> parts;
  parts.push_back({.icon = status_icon(kind), .ink = status_color(kind), .word = status_word(kind)});
  if (span.legacy) {
    parts.push_back({.word = Readout::tr("payment of the legacy route")});
  } else {
    parts.push_back({.value = short_id(text(timeline::saga_id_of(span.id)))});
  }
  if (saga && saga->order_id) parts.push_back({.word = Readout::tr("order"), .value = text(*saga->order_id)});
  if (saga && saga->amount) {
    const MoneyText money = money_parts(*saga->amount);
    parts.push_back({.value = money.number, .unit = money.unit});
  }
  if (!step.empty()) parts.push_back({.word = QString::fromUtf8(step.data(), static_cast<qsizetype>(step.size()))});
  parts.push_back({.word = Readout::tr("began"), .value = moment_text(span.start, 1000)});
  if (span.end == kOpen) {
    parts.push_back({.word = Readout::tr("for"), .value = age_text(std::chrono::microseconds(now - span.start))});
    if (span.turned > span.start) {
      parts.push_back(
          {.word = Readout::tr("%1 since").arg(status_word(kind)), .value = moment_text(span.turned, 1000)});
    }
  } else {
    parts.push_back({.word = Readout::tr("took"), .value = length(span.start, span.end)});
  }
  if (saga && saga->parked_reason) parts.push_back({.word = text(*saga->parked_reason)});
  return parts;
}

std::vector<ReadoutPart> parts_of(const TimelineScene& scene, Micros at) {
  std::vector<ReadoutPart> parts;
  parts.push_back({.icon = Icon::Clock,
                   .ink = color(Color::AccentText),
                   .value = moment_text(at, static_cast<Micros>(scene.window.pixel()))});
  for (const timeline::Lane& lane : scene.layout.lanes) {
    if (lane.empty()) continue;
    ReadoutPart part{
        .icon = lane_icon(lane.key), .ink = lane_color(lane.key), .word = lane_name(lane.key, scene.window.by)};
    if (scene.window.by == timeline::LanesBy::Status && counts_starts(lane.key)) {
      const double rate = rate_at(scene, lane.key, at);
      part.value = QLocale().toString(rate, 'f', rate < 9.95 ? 1 : 0);
      part.unit = Readout::tr("/s");
    } else {
      part.value = count_text(timeline::under_way(scene.spans, at, scene.window.by, &lane.key));
    }
    parts.push_back(part);
  }
  return parts;
}

}  // namespace saga::ui
