// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour/sagas_tour.h"

#include <memory>

#include <QCoreApplication>

#include "ui/async/latest.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/sagas_page.h"

namespace saga::ui {
namespace {

using Waiting = std::optional<QString>;

constexpr std::chrono::seconds kOld{4};  // of rows whose age is to be seen

// What the stops share: the readings by which they prove that the screen shows the live system.
class Guide {
 public:
  explicit Guide(const SagasTourOf& of)
      : controller_(of.controller), page_(of.page), attachment_(of.attachment), listing_(of.gui), reading_(of.gui) {}

  // The list moves: since the first look the count has grown, and a saga that is on the screen was not there then.
  Waiting wait_for_movement() {
    if (controller_.content() != SagasController::Content::Rows) return QStringLiteral("rows");
    if (!controller_.counts()) return QStringLiteral("counts");
    const auto& model = controller_.model();
    if (model.rowCount() == 0) return QStringLiteral("rows");
    const Saga& first = *model.row(0).saga;
    if (newest_.empty()) {
      newest_ = first.id;
      total_ = controller_.counts()->all.count;
      controller_.set_live(true);
    }
    if (first.id == newest_) return QStringLiteral("a newer saga");
    if (!controller_.counts()->all.capped && controller_.counts()->all.count <= total_) {
      return QStringLiteral("a growing count");
    }
    return confirmed(first);
  }

  void look_for(Condition condition, bool parked) {
    wanted_ = condition;
    parked_ = parked;
    candidate_.clear();
    read_back_.reset();
    controller_.set_live(true);
  }

  // A saga in the wanted condition, in the detail panel, and the same when it is read again.
  Waiting wait_for_detail() {
    if (candidate_.empty()) {
      find_candidate();
      return QStringLiteral("a %1 saga").arg(QString::fromLatin1(to_text(wanted_).data()));
    }
    const auto& detail = controller_.detail();
    if (!detail || detail->saga.id != candidate_) return QStringLiteral("its detail");
    if (condition_of(detail->saga, detail->server_now) != wanted_ || detail->executions.empty()) {
      candidate_.clear();  // it moved on meanwhile: take another
      return QStringLiteral("a saga that is still %1").arg(QString::fromLatin1(to_text(wanted_).data()));
    }
    // A saga that runs may be further when it is read again; that it is the same one is what counts.
    return wanted_ == Condition::Running ? std::nullopt : confirmed(detail->saga);
  }

 private:
  void find_candidate() {
    if (listing_.busy()) return;
    listing_.ask(
        [this](auto done) {
          SagaFilter filter;
          filter.conditions = {wanted_};
          attachment_.page(filter, std::nullopt, 200, std::move(done));
        },
        [this](Result<SagaPage> found) {
          if (!found) return;
          // The oldest: among those that run it is the slowest, so that there is something to see.
          for (auto saga = found->sagas.rbegin(); saga != found->sagas.rend(); ++saga) {
            if (parked_ && !saga->parked_reason) continue;
            // What failed at its first step had nothing to compensate.
            const auto& steps = steps_of(saga->type);
            if (wanted_ == Condition::Compensated && (steps.empty() || saga->current_step == steps.front())) continue;
            candidate_ = saga->id;
            page_.select(candidate_);
            return;
          }
        });
  }

  // Reads the saga once more and compares.
  Waiting confirmed(const Saga& shown) {
    if (read_back_ && read_back_->id == shown.id) {
      if (read_back_->version >= shown.version && read_back_->order_id == shown.order_id &&
          read_back_->amount == shown.amount) {
        read_back_.reset();
        return std::nullopt;
      }
      read_back_.reset();
    }
    if (!reading_.busy()) {
      reading_.ask([this, id = shown.id](auto done) { attachment_.by_id({id}, std::move(done)); },
                   [this](Result<SagaPage> page) {
                     if (page && !page->sagas.empty()) read_back_ = page->sagas.front();
                   });
    }
    return QStringLiteral("the same saga in PostgreSQL");
  }

  SagasController& controller_;
  SagasPage& page_;
  Attachment& attachment_;
  Latest<Result<SagaPage>> listing_, reading_;
  SagaId newest_ = {};
  std::int64_t total_ = 0;
  Condition wanted_ = Condition::Running;
  bool parked_ = false;
  SagaId candidate_ = {};
  std::optional<Saga> read_back_ = {};
};

constexpr QSize kWide(1440, 900);
constexpr QSize kNarrow(1024, 700);

}  // namespace

std::vector<TourStop> sagas_tour(const SagasTourOf& of) {
  auto guide = std::make_shared<Guide>(of);
  const auto detail = [guide](Condition condition, bool parked) {
    return [guide, condition, parked] { guide->look_for(condition, parked); };
  };
  const auto wait_for_detail = [guide] { return guide->wait_for_detail(); };

  std::vector<TourStop> stops;
  stops.push_back({QStringLiteral("sagas"), {}, [guide] { return guide->wait_for_movement(); }, {kWide, kNarrow}});
  stops.push_back({QStringLiteral("detail-running"), detail(Condition::Running, false), wait_for_detail});
  stops.push_back({QStringLiteral("detail-compensated"), detail(Condition::Compensated, false), wait_for_detail});
  stops.push_back(
      {QStringLiteral("detail-needs-attention"), detail(Condition::NeedsAttention, false), wait_for_detail});
  stops.push_back({QStringLiteral("detail-parked"), detail(Condition::Stuck, true), wait_for_detail, {kWide, kNarrow}});
  stops.push_back({QStringLiteral("retry"), [&page = of.page] { page.open_request(Action::Retry); }, wait_for_detail});
  return stops;
}

std::vector<TourStop> outage_tour(const SagasTourOf& of, OutageHooks outage) {
  auto guide = std::make_shared<Guide>(of);
  const auto lose_postgres = [&page = of.page, stop = std::move(outage.stop_postgres)] {
    page.close_request();
    stop();
  };
  std::vector<TourStop> stops;
  stops.push_back(
      {QStringLiteral("disconnected"), lose_postgres, [&controller = of.controller]() -> std::optional<QString> {
         if (!controller.lost()) return QStringLiteral("the console to notice");
         if (!controller.last_read() || controller.now() - *controller.last_read() < kOld) {
           return QStringLiteral("what it shows to grow old");
         }
         if (controller.model().rowCount() == 0) return QStringLiteral("the rows to stay");
         return std::nullopt;
       }});
  stops.push_back({QStringLiteral("recovered"), outage.start_postgres,
                   [&controller = of.controller, guide]() -> std::optional<QString> {
                     if (controller.lost()) return QStringLiteral("the console to recover by itself");
                     return guide->wait_for_movement();
                   }});
  return stops;
}

}  // namespace saga::ui
