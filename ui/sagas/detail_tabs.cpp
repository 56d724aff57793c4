// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/detail_tabs.h"

#include <array>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/sagas/compact_delegate.h"
#include "ui/sagas/deliveries_view.h"
#include "ui/sagas/detail_context.h"
#include "ui/sagas/diff_view.h"
#include "ui/sagas/entries_view.h"
#include "ui/sagas/history_model.h"
#include "ui/sagas/notes_view.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/payload_pane.h"
#include "ui/widgets/row_table.h"
#include "ui/widgets/state_view.h"

namespace saga::ui {

namespace {

QTableView* history_table(HistoryModel* model) {
  auto* view = new QTableView;
  view->setModel(model);
  view->setItemDelegate(new CompactDelegate(view));
  set_up_rows(*view, height::kRowCompact, height::kRowCompact);
  view->setSelectionMode(QAbstractItemView::NoSelection);
  view->setFocusPolicy(Qt::StrongFocus);
  view->horizontalHeader()->setStretchLastSection(true);
  constexpr std::array kWidths{84, 76, 108, 92};
  for (std::size_t i = 0; i < kWidths.size(); ++i) view->setColumnWidth(static_cast<int>(i), kWidths[i]);
  return view;
}

}  // namespace

DetailTabs::DetailTabs(SagasController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      tabs_(new QTabBar),
      stack_(new QStackedWidget),
      payload_(new PayloadPane),
      none_(new StateView),
      diff_(new DiffView(controller.context())),
      streams_(new EntriesView(tr("Entries of this saga in the streams"), tr("Stream"), tr("Entry"))),
      events_(new EntriesView(tr("Stored events of this saga"), tr("Aggregate"), tr("Number"))),
      deliveries_(new DeliveriesView),
      notes_(new NotesView(controller)),
      history_view_(nullptr),
      history_(new HistoryModel(this)) {
  for (int i = 0; i < kTabs; ++i) tabs_->addTab({});
  refresh_titles();
  tabs_->setFont(ui_font(type::kDense));
  tabs_->setProperty("dense", true);
  tabs_->setExpanding(false);
  tabs_->setUsesScrollButtons(true);
  tabs_->setElideMode(Qt::ElideNone);
  tabs_->setAccessibleName(tr("More about this saga and the chosen attempt"));
  auto* head = new Surface(Color::SurfacePanel, Surface::Top | Surface::Bottom);
  head->setFixedHeight(height::kPanelHead);
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(2, 1, 2, 1);
  line->addWidget(tabs_, 1);

  history_view_ = history_table(history_);
  history_view_->setAccessibleName(tr("What people did to this saga"));
  for (QWidget* page :
       {static_cast<QWidget*>(payload_), static_cast<QWidget*>(none_), static_cast<QWidget*>(diff_),
        static_cast<QWidget*>(streams_), static_cast<QWidget*>(events_), static_cast<QWidget*>(deliveries_),
        static_cast<QWidget*>(notes_), static_cast<QWidget*>(history_view_)}) {
    stack_->addWidget(page);
  }
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(head);
  column->addWidget(stack_, 1);
  setMinimumHeight(120);

  DetailContext& context = controller_.context();
  connect(tabs_, &QTabBar::currentChanged, this, &DetailTabs::open_tab);
  connect(payload_, &PayloadPane::rest_wanted, this, [this] { controller_.context().read_payload(payload_key()); });
  connect(streams_, &EntriesView::more_wanted, this, [this] {
    if (controller_.detail()) controller_.context().search_on(*controller_.detail());
  });
  connect(streams_, &EntriesView::again_wanted, this, &DetailTabs::search_streams_again);
  connect(events_, &EntriesView::again_wanted, this, [this] {
    if (controller_.detail()) controller_.context().read_events(controller_.detail()->saga);
  });
  connect(deliveries_, &DeliveriesView::again_wanted, this, [this] {
    if (controller_.detail()) controller_.context().read_deliveries(controller_.detail()->saga);
  });
  for (const auto signal :
       {&DetailContext::notes_changed, &DetailContext::streams_changed, &DetailContext::events_changed,
        &DetailContext::deliveries_changed, &DetailContext::payload_changed, &DetailContext::comparison_changed}) {
    connect(&context, signal, this, &DetailTabs::refresh);
  }
}

DetailTabs::Tab DetailTabs::tab() const { return static_cast<Tab>(tabs_->currentIndex()); }

void DetailTabs::set_tab(Tab tab) { tabs_->setCurrentIndex(static_cast<int>(tab)); }

void DetailTabs::begin_note() {
  set_tab(Tab::Notes);
  notes_->begin_note();
}

void DetailTabs::show_execution(int execution, bool chosen) {
  if (!controller_.detail()) return;
  const auto& executions = controller_.detail()->executions;
  has_execution_ = execution >= 0 && execution < static_cast<int>(executions.size());
  execution_ = has_execution_ ? executions[static_cast<std::size_t>(execution)] : StepExecution{};
  const bool of_attempt = tab() <= Tab::Diff;
  if (chosen && of_attempt && tab() != Tab::Diff) {
    set_tab(!execution_.error.empty() ? Tab::Error : !execution_.output.empty() ? Tab::Output : Tab::Input);
  }
  open_tab();
}

// Asks for what the tab shows, unless it is here.
void DetailTabs::open_tab() {
  if (!controller_.detail()) return;
  const SagaDetail& detail = *controller_.detail();
  DetailContext& context = controller_.context();
  context.look_at(detail.saga.id);
  switch (tab()) {
    case Tab::Input:
    case Tab::Output:
    case Tab::Error:
    case Tab::History: break;
    case Tab::Diff:
      if (has_execution_) context.compare_payloads(execution_);
      break;
    case Tab::Streams:
      if (!context.streams().value && !context.streams().error) context.search_streams(detail, DetailContext::kSlack);
      break;
    case Tab::Events:
      if (!context.events().value && !context.events().error) context.read_events(detail.saga);
      break;
    case Tab::External:
      if (!context.deliveries().value && !context.deliveries().error) context.read_deliveries(detail.saga);
      break;
    case Tab::Notes: {
      const auto& notes = context.notes();
      const bool outdated =
          notes.value && (static_cast<int>(notes.value->notes.size()) != detail.notes && !notes.value->more);
      if (!notes.value || outdated) context.read_notes();
      break;
    }
  }
  refresh();
}

void DetailTabs::refresh() {
  if (!controller_.detail()) return;
  refresh_titles();
  switch (tab()) {
    case Tab::Input:
    case Tab::Output:
    case Tab::Error: return refresh_payload();
    case Tab::Diff: diff_->refresh(); return stack_->setCurrentWidget(diff_);
    case Tab::Streams: return refresh_streams();
    case Tab::Events: return refresh_events();
    case Tab::External: return refresh_deliveries();
    case Tab::Notes: notes_->refresh(); return stack_->setCurrentWidget(notes_);
    case Tab::History: return refresh_history();
  }
}

void DetailTabs::refresh_titles() {
  const auto with = [](const QString& name, std::size_t count) {
    return count == 0 ? name : QStringLiteral("%1 %2").arg(name).arg(count);
  };
  const SagaDetail* detail = controller_.detail() ? &*controller_.detail() : nullptr;
  const auto& streams = controller_.context().streams().value;
  const auto& events = controller_.context().events().value;
  const auto& deliveries = controller_.context().deliveries().value;
  const std::size_t notes = detail == nullptr ? 0 : static_cast<std::size_t>(detail->notes);
  const std::size_t history = detail == nullptr ? 0 : history_of(detail->commands, detail->journal).size();
  const std::array<QString, kTabs> titles{tr("Input"),
                                          tr("Output"),
                                          tr("Error"),
                                          tr("Diff"),
                                          with(tr("Streams"), streams ? streams->hits.hits.size() : 0),
                                          with(tr("Events"), events ? events->events.size() : 0),
                                          with(tr("External"), deliveries ? deliveries->size() : 0),
                                          with(tr("Notes"), notes),
                                          with(tr("Journal"), history)};
  for (int i = 0; i < kTabs; ++i) {
    const QString& title = titles[static_cast<std::size_t>(i)];
    if (tabs_->tabText(i) != title) tabs_->setTabText(i, title);
  }
}

QString DetailTabs::execution_title() const {
  return execution_.direction == Direction::Forward
             ? tr("%1, attempt %2").arg(text(execution_.step_name)).arg(execution_.attempt)
             : tr("%1, compensation %2").arg(text(execution_.step_name)).arg(execution_.attempt);
}

PayloadKey DetailTabs::payload_key() const {
  const PayloadPart part = tab() == Tab::Output  ? PayloadPart::Output
                           : tab() == Tab::Error ? PayloadPart::Error
                                                 : PayloadPart::Input;
  return {controller_.selected(), execution_.step_name, execution_.direction, execution_.attempt, part};
}

void DetailTabs::refresh_payload() {
  if (!has_execution_) {
    none_->tell(Icon::Clock, {}, tr("No step has begun"), tr("Payloads appear with the first attempt."));
    return stack_->setCurrentWidget(none_);
  }
  const PayloadKey key = payload_key();
  const bool output = key.part == PayloadPart::Output;
  const bool error = key.part == PayloadPart::Error;
  const std::string& payload = output ? execution_.output : error ? execution_.error : execution_.input;
  if (payload.empty()) return say_no_payload(key.part);
  const std::int64_t rest = output ? execution_.output_rest : error ? execution_.error_rest : execution_.input_rest;
  payload_->show_text(execution_title(), payload, rest);
  const DetailContext& context = controller_.context();
  if (rest > 0 && context.payload_key() == key) {
    if (context.payload().value) {
      payload_->show_payload(execution_title(), *context.payload().value);
    } else if (context.payload().error) {
      payload_->tell_error(text(context.payload().error->message));
    } else {
      payload_->tell_reading();
    }
  }
  stack_->setCurrentWidget(payload_);
}

void DetailTabs::say_no_payload(PayloadPart part) {
  const bool pending = execution_.status == StepStatus::Pending;
  switch (part) {
    case PayloadPart::Input:
      none_->tell(Icon::Info, {}, tr("No input"), tr("This attempt was asked without a payload."));
      break;
    case PayloadPart::Output:
      none_->tell(pending ? Icon::Clock : Icon::Info, {}, pending ? tr("No result yet") : tr("No output"),
                  pending ? tr("The attempt has begun and not reported back.") : tr("This attempt returned nothing."));
      break;
    case PayloadPart::Error: none_->tell(Icon::Check, {}, tr("No error"), tr("This attempt reported none.")); break;
  }
  stack_->setCurrentWidget(none_);
}

}  // namespace saga::ui
