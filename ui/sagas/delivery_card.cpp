// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/delivery_card.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>

#include "backend/domain/dead_letter.h"
#include "ui/sagas/delivery_model.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {

namespace {

constexpr int kMostOfAnAnswer = 400;  // characters; the whole is in the tool tip

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::DeliveryCard)
};

QString next_of(const ExternalDelivery& delivery) {
  const QString target = visible_text(text(delivery.target));
  switch (delivery_status_from(delivery.status)) {
    case DeliveryStatus::Sent: return Words::tr("nothing, it has arrived");
    case DeliveryStatus::DeadLetter: return Words::tr("nothing, until a person replays or discards it");
    case DeliveryStatus::Discarded: return Words::tr("nothing, unless it is restored");
    case DeliveryStatus::Unknown: return Words::tr("unknown");
    case DeliveryStatus::Pending:
    case DeliveryStatus::Failed: break;
  }
  if (delivery.breaker == "OPEN") return Words::tr("waits until the breaker of %1 lets one through").arg(target);
  if (delivery.breaker == "HALF_OPEN") return Words::tr("one delivery finds out whether %1 is back").arg(target);
  if (delivery.breaker == "NO_URL") return Words::tr("waits until a publisher knows where %1 is").arg(target);
  if (delivery.breaker.empty()) return Words::tr("waits for a publisher, none has reported for a minute");
  if (delivery.next_attempt_at)
    return Words::tr("tried again, not before %1").arg(precise_clock_text(*delivery.next_attempt_at));
  return Words::tr("sent in its turn");
}

}  // namespace

PlainTextLabel* DeliveryCard::add_line(QGridLayout& grid, const QString& name) {
  auto* label = new PlainTextLabel(name, type::kDense, Color::TextSecondary);
  auto* value = new PlainTextLabel(QString(), type::kDense, Color::TextPrimary);
  label->set_fixed();
  value->setAccessibleName(name);
  const int row = grid.rowCount();
  grid.addWidget(label, row, 0, Qt::AlignTop);
  grid.addWidget(value, row, 1);
  return value;
}

DeliveryCard::DeliveryCard(QWidget* parent)
    : Surface(Color::SurfacePanel, Top, parent),
      id_(nullptr),
      copy_(new ActionButton(ActionButton::Look::Bare, Icon::Copy, QString())),
      written_(nullptr),
      tried_(nullptr),
      answer_(nullptr),
      next_(nullptr) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(space::kPanelInset, space::kHalf, space::kHalf, space::kUnit);
  grid->setHorizontalSpacing(space::kPanelInset);
  grid->setVerticalSpacing(2);
  grid->setColumnStretch(1, 1);
  id_ = add_line(*grid, tr("Delivery"));
  id_->set_type(type::kDense, true);
  id_->set_elide(Qt::ElideMiddle);
  copy_->set_small(true);
  copy_->setAccessibleName(tr("Copy the delivery id"));
  copy_->setToolTip(copy_->accessibleName());
  grid->addWidget(copy_, grid->rowCount() - 1, 2);
  written_ = add_line(*grid, tr("Written"));
  tried_ = add_line(*grid, tr("Tried"));
  answer_ = add_line(*grid, tr("Answer"));
  answer_->set_wrapped(true);
  next_ = add_line(*grid, tr("Next"));
  next_->set_wrapped(true);
  connect(copy_, &ActionButton::clicked, this, &DeliveryCard::copy_id);
}

QString DeliveryCard::answer() const { return answer_->text(); }
QString DeliveryCard::next() const { return next_->text(); }
void DeliveryCard::copy_id() const { QApplication::clipboard()->setText(id_text_); }

void DeliveryCard::show_delivery(const ExternalDelivery& delivery) {
  id_text_ = delivery_id_text(delivery);
  id_->show_text(visible_text(id_text_));
  written_->show_text(precise_clock_text(delivery.created_at));
  written_->set_hint(full_time_text(delivery.created_at));
  QString tried =
      delivery.last_attempt_at
          ? tr("%n time(s), last %1", nullptr, attempts_of(delivery)).arg(precise_clock_text(*delivery.last_attempt_at))
          : tr("not yet");
  if (delivery.generation > 0) tried += QStringLiteral(" · ") + tr("died %n time(s)", nullptr, delivery.generation);
  tried_->show_text(tried);
  const QString error = visible_text(text(delivery.error));
  const bool sent = delivery.status == "SENT";
  answer_->show_text(sent && delivery.ended_at        ? tr("taken %1").arg(precise_clock_text(*delivery.ended_at))
                     : error.isEmpty()                ? QStringLiteral("–")
                     : error.size() > kMostOfAnAnswer ? error.left(kMostOfAnAnswer) + QStringLiteral("…")
                                                      : error);
  answer_->set_hint(error.size() > kMostOfAnAnswer ? error : QString());
  next_->show_text(next_of(delivery));
}

}  // namespace saga::ui
