// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/diff_view.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/sagas/detail_context.h"
#include "ui/sagas/diff_model.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/row_table.h"
#include "ui/widgets/state_view.h"

namespace saga::ui {

DiffView::DiffView(DetailContext& context, QWidget* parent)
    : QWidget(parent),
      context_(context),
      model_(new DiffModel(this)),
      summary_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      stack_(new QStackedWidget),
      table_(new QTableView),
      state_(new StateView) {
  auto* head = new Surface(Color::SurfaceBase, Surface::Bottom);
  auto* line = new QVBoxLayout(head);
  line->setContentsMargins(space::kPanelInset, space::kHalf, space::kPanelInset, space::kHalf);
  line->addWidget(summary_);
  table_->setModel(model_);
  table_->setItemDelegate(new DiffDelegate(table_));
  set_up_rows(*table_, height::kRowCompact, height::kRowCompact);
  table_->setAccessibleName(tr("Differences between input and output"));
  QHeaderView* columns = table_->horizontalHeader();
  columns->setStretchLastSection(true);
  table_->setColumnWidth(0, 88);
  table_->setColumnWidth(1, 144);
  table_->setColumnWidth(2, 144);
  auto* whole = new QWidget;
  auto* column = new QVBoxLayout(whole);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(head);
  column->addWidget(table_, 1);
  stack_->addWidget(whole);
  stack_->addWidget(state_);
  auto* frame = new QVBoxLayout(this);
  frame->setContentsMargins(0, 0, 0, 0);
  frame->addWidget(stack_);
}

QString DiffView::summary() const { return summary_->text(); }

void DiffView::refresh() {
  const auto& asked = context_.comparison();
  const auto say = [this](Icon icon, const QString& title, const QString& detail) {
    state_->tell(icon, {}, title, detail);
    stack_->setCurrentWidget(state_);
  };
  if (asked.under_way) return say(Icon::Clock, tr("Comparing"), tr("Both payloads are read in whole first."));
  if (asked.error) return say(Icon::RingCross, tr("The payloads could not be read"), text(asked.error->message));
  if (!asked.value) return say(Icon::Clock, tr("No step has begun"), tr("Payloads appear with the first attempt."));
  using State = Comparison::State;
  switch (asked.value->state) {
    case State::NoInput:
      return say(Icon::Info, tr("Nothing to compare"), tr("This attempt was asked without a payload."));
    case State::NoOutput: return say(Icon::Info, tr("Nothing to compare"), tr("This attempt has returned nothing."));
    case State::InputIsNoJson:
      return say(Icon::Info, tr("Nothing to compare"),
                 tr("The input is not JSON. It is shown as text in its own tab."));
    case State::OutputIsNoJson:
      return say(Icon::Info, tr("Nothing to compare"),
                 tr("The output is not JSON. It is shown as text in its own tab."));
    case State::Compared: break;
  }
  const JsonDiff& diff = asked.value->diff;
  model_->show_diff(diff);
  summary_->show_text(tr("%1 differ, %2 are the same")
                          .arg(count_text(static_cast<std::int64_t>(diff.changes.size())),
                               count_text(static_cast<std::int64_t>(diff.same))));
  if (diff.changes.empty()) return say(Icon::Check, tr("No difference"), tr("Output and input say the same."));
  stack_->setCurrentIndex(0);
}

}  // namespace saga::ui
