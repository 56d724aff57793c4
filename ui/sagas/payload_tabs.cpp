// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/payload_tabs.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/sagas/compact_delegate.h"
#include "ui/sagas/journal_model.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_view.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"

namespace saga::ui {

PayloadTabs::PayloadTabs(QWidget* parent)
    : QWidget(parent),
      tabs_(new QTabBar),
      which_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      stack_(new QStackedWidget),
      view_(new JsonView),
      none_(new StateView),
      journal_view_(new QTableView),
      journal_(new JournalModel(this)) {
  for (const QString& name : {tr("Input"), tr("Output"), tr("Error"), tr("Journal")}) tabs_->addTab(name);
  tabs_->setFont(ui_font(type::kBody));
  tabs_->setExpanding(false);
  tabs_->setUsesScrollButtons(false);
  tabs_->setAccessibleName(tr("What the attempt read and wrote"));
  which_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

  auto* head = new Surface(Color::SurfacePanel, Surface::Top | Surface::Bottom);
  head->setFixedHeight(height::kPanelHead);
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(2, 1, space::kPanelInset, 1);
  line->setSpacing(space::kUnit);
  line->addWidget(tabs_);
  line->addWidget(which_, 1);

  journal_view_->setModel(journal_);
  journal_view_->setItemDelegate(new CompactDelegate(journal_view_));
  journal_view_->setShowGrid(false);
  journal_view_->setSelectionMode(QAbstractItemView::NoSelection);
  journal_view_->setFocusPolicy(Qt::StrongFocus);
  journal_view_->verticalHeader()->hide();
  journal_view_->verticalHeader()->setDefaultSectionSize(height::kRowCompact);
  journal_view_->horizontalHeader()->setStretchLastSection(true);
  journal_view_->horizontalHeader()->setFixedHeight(height::kRowCompact);
  journal_view_->horizontalHeader()->setSectionsClickable(false);
  journal_view_->horizontalHeader()->setFont(ui_font(type::kDenseStrong));
  journal_view_->setColumnWidth(0, 76);
  journal_view_->setColumnWidth(1, 112);
  journal_view_->setColumnWidth(2, 152);
  journal_view_->setAccessibleName(tr("Journal of this saga"));

  stack_->addWidget(view_);
  stack_->addWidget(none_);
  stack_->addWidget(journal_view_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(head);
  column->addWidget(stack_, 1);
  setMinimumHeight(120);
  connect(tabs_, &QTabBar::currentChanged, this, &PayloadTabs::refresh);
}

PayloadTabs::Tab PayloadTabs::tab() const { return static_cast<Tab>(tabs_->currentIndex()); }

void PayloadTabs::set_tab(Tab tab) { tabs_->setCurrentIndex(static_cast<int>(tab)); }

void PayloadTabs::show_execution(const SagaDetail& detail, int execution, bool chosen) {
  has_execution_ = execution >= 0 && execution < static_cast<int>(detail.executions.size());
  execution_ = has_execution_ ? detail.executions[static_cast<std::size_t>(execution)] : StepExecution{};
  journal_->show_rows(detail.journal);
  const int rows = journal_->rowCount();
  tabs_->setTabText(static_cast<int>(Tab::Journal), rows == 0 ? tr("Journal") : tr("Journal %1").arg(rows));
  if (chosen && tab() != Tab::Journal) {
    set_tab(!execution_.error.empty() ? Tab::Error : !execution_.output.empty() ? Tab::Output : Tab::Input);
  }
  refresh();
}

void PayloadTabs::refresh() {
  if (tab() == Tab::Journal) {
    which_->show_text({});
    if (journal_->rowCount() == 0) {
      none_->tell(Icon::Info, {}, tr("No one has acted on this saga"),
                  tr("Requests and what was observed after them appear here."));
      stack_->setCurrentWidget(none_);
    } else {
      stack_->setCurrentWidget(journal_view_);
    }
    return;
  }
  if (!has_execution_) {
    which_->show_text({});
    none_->tell(Icon::Clock, {}, tr("No step has begun"), tr("Payloads appear with the first attempt."));
    stack_->setCurrentWidget(none_);
    return;
  }
  which_->show_text(execution_.direction == Direction::Forward
                        ? tr("%1, attempt %2").arg(text(execution_.step_name)).arg(execution_.attempt)
                        : tr("%1, compensation %2").arg(text(execution_.step_name)).arg(execution_.attempt));
  const std::string& payload = tab() == Tab::Input    ? execution_.input
                               : tab() == Tab::Output ? execution_.output
                                                      : execution_.error;
  if (!payload.empty()) {
    view_->show_payload(text(payload));
    stack_->setCurrentWidget(view_);
    return;
  }
  const bool pending = execution_.status == StepStatus::Pending;
  switch (tab()) {
    case Tab::Input:
      none_->tell(Icon::Info, {}, tr("No input"), tr("This attempt was asked without a payload."));
      break;
    case Tab::Output:
      none_->tell(pending ? Icon::Clock : Icon::Info, {}, pending ? tr("No result yet") : tr("No output"),
                  pending ? tr("The attempt has begun and not reported back.") : tr("This attempt returned nothing."));
      break;
    case Tab::Error: none_->tell(Icon::Check, {}, tr("No error"), tr("This attempt reported none.")); break;
    case Tab::Journal: break;
  }
  stack_->setCurrentWidget(none_);
}

}  // namespace saga::ui
