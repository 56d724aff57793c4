// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/timeline_tour.h"

#include <memory>

#include "ui/async/latest.h"
#include "ui/timeline/timeline_controller.h"
#include "ui/timeline/timeline_page.h"

namespace saga::ui {
namespace {

using namespace std::chrono_literals;
using Waiting = std::optional<QString>;

constexpr int kMostSagas = 1000;
constexpr QSize kWide(1440, 900);
constexpr QSize kNarrow(1024, 700);

class TimelineGuide {
 public:
  explicit TimelineGuide(const TimelineTourOf& of)
      : controller_(of.controller), page_(of.page), attachment_(of.attachment), counting_(of.gui) {}

  // The day, and as many sagas that need attention as PostgreSQL counts.
  Waiting wait_for_the_day() {
    if (controller_.content() != TimelineController::Content::Spans) return QStringLiteral("spans");
    if (controller_.reading()) return QStringLiteral("the whole day");
    const std::int64_t drawn = in_lane(timeline::LaneKey::Kind::NeedsAttention);
    if (counted_ && *counted_ == drawn) return std::nullopt;
    if (!counting_.busy()) {
      const SagaFilter filter{.conditions = {Condition::NeedsAttention}};
      counting_.ask([this, filter](auto done) { attachment_.page(filter, std::nullopt, kMostSagas, std::move(done)); },
                    [this](Result<SagaPage> page) {
                      if (page) counted_ = static_cast<std::int64_t>(page->sagas.size());
                    });
    }
    return QStringLiteral("as many that need attention as in PostgreSQL");
  }

  void show_day_by_step() {
    page_.view().set_lanes_by(timeline::LanesBy::Step);
    page_.view().set_window(TimeWindow::live(24h, timeline::micros(controller_.server_now())));
  }

  // The last ten seconds but one, so that what is seen has ended.
  void show_seconds() {
    page_.view().set_lanes_by(timeline::LanesBy::Status);
    const timeline::Micros now = timeline::micros(controller_.server_now());
    page_.view().set_window(TimeWindow{{now - 12'000'000, now - 11'000'000}, false});
    page_.view().select(timeline::Range{now - 11'700'000, now - 11'300'000});
  }
  Waiting wait_for_steps() {
    for (const auto& [id, steps] : controller_.steps()) {
      if (!steps.empty()) return std::nullopt;
    }
    return QStringLiteral("steps");
  }

 private:
  std::int64_t in_lane(timeline::LaneKey::Kind kind) {
    for (const timeline::Lane& lane : page_.view().scene().layout.lanes) {
      if (lane.key.kind == kind) return lane.total;
    }
    return 0;
  }

  TimelineController& controller_;
  TimelinePage& page_;
  Attachment& attachment_;
  Latest<Result<SagaPage>> counting_;
  std::optional<std::int64_t> counted_;
};

}  // namespace

std::vector<TourStop> timeline_tour(const TimelineTourOf& of) {
  auto guide = std::make_shared<TimelineGuide>(of);
  const auto hour = [page = &of.page, controller = &of.controller] {
    page->view().set_window(TimeWindow::live(1h, timeline::micros(controller->server_now())));
  };
  std::vector<TourStop> stops;
  stops.push_back({QStringLiteral("timeline"), hour, [guide] { return guide->wait_for_the_day(); }, {kWide, kNarrow}});
  stops.push_back({QStringLiteral("timeline-day-by-step"), [guide] { guide->show_day_by_step(); },
                   []() -> Waiting { return std::nullopt; }});
  stops.push_back({QStringLiteral("timeline-second"), [guide] { guide->show_seconds(); },
                   [guide] { return guide->wait_for_steps(); }});
  return stops;
}

}  // namespace saga::ui
