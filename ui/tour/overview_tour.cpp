// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/overview_tour.h"

#include <memory>

#include "ui/async/latest.h"
#include "ui/overview/overview_controller.h"
#include "ui/overview/overview_words.h"
#include "ui/shell/main_window.h"

namespace saga::ui {
namespace {

using Waiting = std::optional<QString>;

constexpr int kMostSagas = 1000;
constexpr QSize kWide(1440, 900);
constexpr QSize kNarrow(1024, 700);

class OverviewGuide {
 public:
  explicit OverviewGuide(const OverviewTourOf& of)
      : controller_(of.controller), window_(of.window), attachment_(of.attachment), counting_(of.gui) {}

  // Live numbers, a group in trouble, and as many sagas in it as PostgreSQL counts.
  Waiting wait_for_trouble() {
    const auto& overview = controller_.overview();
    if (!overview) return QStringLiteral("an overview");
    if (flow_within(*overview, std::chrono::minutes(15)).payments == 0) return QStringLiteral("payments");
    if (overview->groups.empty()) return QStringLiteral("a group in trouble");
    const TroubleGroup& group = overview->groups.front();
    if (counted_ && *counted_ == group.count) return std::nullopt;
    if (!counting_.busy()) {
      SagaFilter filter{.conditions = {group.condition}, .step = group.step, .error = group.error};
      counting_.ask([this, filter](auto done) { attachment_.page(filter, std::nullopt, kMostSagas, std::move(done)); },
                    [this](Result<SagaPage> page) {
                      if (page) counted_ = static_cast<std::int64_t>(page->sagas.size());
                    });
    }
    return QStringLiteral("the same count in PostgreSQL");
  }

  void open_first_group() {
    if (const auto& overview = controller_.overview(); overview && !overview->groups.empty()) {
      window_.go_to(place_of(overview->groups.front()));
    }
  }

 private:
  OverviewController& controller_;
  MainWindow& window_;
  Attachment& attachment_;
  Latest<Result<SagaPage>> counting_;
  std::optional<std::int64_t> counted_;
};

}  // namespace

std::vector<TourStop> overview_tour(const OverviewTourOf& of) {
  auto guide = std::make_shared<OverviewGuide>(of);
  const auto wait = [guide] { return guide->wait_for_trouble(); };
  std::vector<TourStop> stops;
  stops.push_back({QStringLiteral("overview"), {}, wait, {kWide, kNarrow}});
  stops.push_back({QStringLiteral("overview-group"), [guide] { guide->open_first_group(); },
                   [shown = of.group_is_shown]() -> Waiting {
                     if (shown()) return std::nullopt;
                     return QStringLiteral("the group's sagas");
                   }});
  return stops;
}

}  // namespace saga::ui
