// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journal_detail.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "backend/domain/action.h"
#include "backend/domain/uuid.h"
#include "ui/journal/journal_controller.h"
#include "ui/journal/journal_words.h"
#include "ui/sagas/deed_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/payload_pane.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kFoot = 40;
constexpr int kFactLabel = 72;

bool for_a_job(const std::optional<std::string>& noted) {
  const QJsonObject approval = QJsonDocument::fromJson(QByteArray::fromStdString(noted.value_or(""))).object();
  return action_from(approval.value(QLatin1String("kind")).toString().toStdString()).has_value();
}

PlainTextLabel* fact() { return new PlainTextLabel(QString(), type::kBody, Color::TextPrimary); }

}  // namespace

JournalDetail::JournalDetail(JournalController& controller, GoTo go_to, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      go_to_(std::move(go_to)),
      stack_(new QStackedWidget),
      state_(new StateView),
      title_(new PlainTextLabel(QString(), type::kTitle, Color::TextPrimary)),
      subject_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      breach_(new Banner),
      on_(fact()),
      outcome_(fact()),
      why_(fact()),
      hash_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      before_(new PayloadPane),
      after_(new PayloadPane),
      payloads_(new QBoxLayout(QBoxLayout::TopToBottom)),
      no_before_(new PlainTextLabel(tr("Nothing was noted before."), type::kDense, Color::TextMuted)),
      open_(new ActionButton(ActionButton::Look::Primary, Icon::Sagas, tr("Open the saga"))),
      open_job_(new ActionButton(ActionButton::Look::Primary, Icon::Jobs, tr("Open the job"))),
      who_(new ActionButton(ActionButton::Look::Outlined, Icon::Filter, QString())),
      about_(new ActionButton(ActionButton::Look::Outlined, Icon::Filter, tr("Only about this"))) {
  auto* head = new Surface(Color::SurfacePanel, Surface::Bottom);
  auto* head_lines = new QVBoxLayout(head);
  head_lines->setContentsMargins(space::kPanelInset, 6, space::kPanelInset, 6);
  head_lines->setSpacing(0);
  head_lines->addWidget(title_);
  head_lines->addWidget(subject_);

  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  foot->setFixedHeight(kFoot);
  auto* buttons = new QHBoxLayout(foot);
  buttons->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  buttons->setSpacing(space::kUnit);
  buttons->addWidget(open_);
  buttons->addWidget(open_job_);
  buttons->addWidget(who_);
  buttons->addWidget(about_);
  buttons->addStretch(1);

  auto* shown = new QWidget;
  auto* column = new QVBoxLayout(shown);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(head);
  column->addWidget(breach_);
  column->addWidget(build_facts());
  auto* nothing = new QHBoxLayout;
  nothing->setContentsMargins(space::kPanelInset, space::kHalf, space::kPanelInset, space::kHalf);
  nothing->addWidget(no_before_);
  column->addLayout(nothing);
  payloads_->setContentsMargins(0, 0, 0, 0);
  payloads_->setSpacing(0);
  payloads_->addWidget(before_, 2);
  payloads_->addWidget(after_, 3);
  column->addLayout(payloads_, 1);
  column->addWidget(foot);
  stack_->addWidget(shown);
  stack_->addWidget(state_);
  auto* panel = panel_of({stack_}, stack_);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(panel);

  connect(open_, &ActionButton::clicked, this, &JournalDetail::open);
  connect(open_job_, &ActionButton::clicked, this, &JournalDetail::open);
  connect(who_, &ActionButton::clicked, this, [this] {
    if (controller_.looked_at()) Q_EMIT who_wanted(controller_.looked_at()->who);
  });
  connect(about_, &ActionButton::clicked, this, [this] {
    if (controller_.looked_at()) Q_EMIT on_what_wanted(controller_.looked_at()->on_what);
  });
  connect(&controller_, &JournalController::looked, this, &JournalDetail::refresh);
  connect(&controller_, &JournalController::verification_changed, this, &JournalDetail::refresh);
  refresh();
}

void JournalDetail::set_wide(bool wide) {
  payloads_->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

QWidget* JournalDetail::build_facts() {
  auto* facts = new Surface(Color::SurfaceBase, Surface::Bottom);
  auto* grid = new QGridLayout(facts);
  grid->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kUnit);
  grid->setHorizontalSpacing(space::kPanelInset);
  grid->setVerticalSpacing(2);
  grid->setColumnMinimumWidth(0, kFactLabel);
  grid->setColumnStretch(1, 1);
  int line = 0;
  const auto add = [&](const QString& name, PlainTextLabel* value) {
    auto* label = new PlainTextLabel(name, type::kDense, Color::TextSecondary);
    label->set_fixed();
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    grid->addWidget(label, line, 0, Qt::AlignTop);
    grid->addWidget(value, line++, 1);
    value->setAccessibleDescription(name);
  };
  on_->set_type(type::kDense, true);
  on_->set_elide(Qt::ElideMiddle);
  why_->set_wrapped(true);
  outcome_->set_wrapped(true);
  hash_->set_type(type::kDense, true);
  add(tr("About"), on_);
  add(tr("Outcome"), outcome_);
  add(tr("Why"), why_);
  add(tr("Chained"), hash_);
  return facts;
}

QString JournalDetail::saga() const {
  const auto& entry = controller_.looked_at();
  return entry && entry->area == "sagas" && is_uuid(entry->on_what) ? text(entry->on_what) : QString();
}

// A second person is asked for other things than jobs, too; what for, such a row notes.
std::string JournalDetail::job() const {
  const auto& entry = controller_.looked_at();
  if (!entry || !is_uuid(entry->on_what)) return {};
  const bool its =
      entry->area == "jobs" || (entry->area == "approvals" && (for_a_job(entry->before) || for_a_job(entry->after)));
  return its ? entry->on_what : std::string();
}

void JournalDetail::open() {
  if (const QString id = saga(); !id.isEmpty()) return go_to_(Place{.page = PageId::Sagas, .saga = id});
  if (const std::string id = job(); !id.empty()) controller_.want_job(id);
}

void JournalDetail::refresh() {
  const auto& entry = controller_.looked_at();
  if (!entry) {
    stack_->setCurrentWidget(state_);
    if (const auto& missing = controller_.missing()) {
      state_->tell(Icon::Warning, color(status_token(StatusKind::Failed).fg),
                   tr("Row %1 of %2 is not there").arg(count_text(missing->seq), area_text(missing->area)),
                   text(missing->detail));
    } else {
      state_->tell(Icon::Journal, {}, tr("No row is chosen"),
                   tr("Choose one to see what was before and after, and how it is chained."));
    }
    return;
  }
  stack_->setCurrentIndex(0);
  title_->show_text(visible_text(deed_of(*entry)));
  subject_->show_text(
      tr("%1 by %2 at %3")
          .arg(row_text(entry->area, entry->seq), visible_text(text(entry->who)), moment_text(entry->at)));
  subject_->set_hint(full_time_text(entry->at));
  on_->show_text(visible_text(text(entry->on_what)));
  const QString outcome = visible_text(deed_outcome(entry->after.value_or("")));
  outcome_->show_text(outcome.isEmpty() ? QStringLiteral("–") : outcome);
  why_->show_text(entry->why.empty() ? QStringLiteral("–") : visible_text(text(entry->why)));
  hash_->show_text(tr("%1 after %2").arg(hash_text(entry->hash), hash_text(entry->prev_hash)));
  hash_->set_hint(text(entry->hash) + QLatin1Char('\n') + text(entry->prev_hash));
  const JournalBreach* breach = controller_.model().breach_of(*entry);
  breach_->setVisible(breach != nullptr);
  if (breach != nullptr) {
    breach_->tell(Banner::Tone::Bad, Icon::Warning, tr("The chain is broken here"), breach_text(*breach));
  }
  no_before_->setVisible(!entry->before);
  before_->setVisible(entry->before.has_value());
  if (entry->before) before_->show_text(tr("Before"), *entry->before);
  after_->show_text(tr("After"), entry->after.value_or(""));
  open_->setVisible(!saga().isEmpty());
  open_job_->setVisible(!job().empty());
  who_->setText(tr("Only %1").arg(visible_text(text(entry->who))));
  who_->updateGeometry();
}

}  // namespace saga::ui
