// SPDX-License-Identifier: GPL-3.0-or-later
// Saved views and the selection on the Sagas page.
#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QStackedWidget>

#include "ui/sagas/filter_text.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/sagas_page.h"
#include "ui/sagas/selection_strip.h"
#include "ui/sagas/table_strip.h"
#include "ui/sagas/view_bar.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/command.h"
#include "ui/widgets/format.h"
#include "ui/widgets/memory.h"

namespace saga::ui {

namespace {

constexpr int kUndoMs = 15'000;
constexpr QLatin1String kOrderKey{"sagas/order"};

}  // namespace

void SagasPage::connect_views() {
  SavedViews& views = controller_.views();
  if (const auto order = order_from_word(recall(kOrderKey).toString())) controller_.set_order(*order);
  undo_->set_button(tr("Undo"));
  undo_->hide();
  undoing_.setSingleShot(true);
  undoing_.setInterval(kUndoMs);
  connect(&undoing_, &QTimer::timeout, undo_, &QWidget::hide);
  connect(undo_, &Banner::pressed, &views, &SavedViews::take_back);
  connect(view_bar_, &ViewBar::chosen, this, &SagasPage::show_view);
  connect(view_bar_, &ViewBar::save_wanted, this, [this](const QString& name) {
    controller_.views().save(name, shown_view());
    table_->setFocus();
  });
  connect(view_bar_, &ViewBar::change_wanted, this,
          [this](const QString& id) { controller_.views().change(id, shown_view()); });
  connect(&views, &SavedViews::changed, this, &SagasPage::refresh_views);
  connect(&table_->columns(), &SagaColumns::changed, this, &SagasPage::refresh_views);
  connect(&controller_, &SagasController::content_changed, this, &SagasPage::refresh_views);
  connect(columns_button_, &ActionButton::clicked, this, [this] {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Columns"));
    table_->columns().fill(*menu);
    menu->popup(columns_button_->mapToGlobal(QPoint(0, columns_button_->height())));
  });
  refresh_views();
}

void SagasPage::add_view_commands() {
  add_command(this, {"sagas.views", Section::Page, tr("Saved views"), QKeySequence(Qt::Key_V)},
              [this] { view_bar_->open_menu(); });
  add_command(this, {"sagas.save-view", Section::Page, tr("Save this view"), QKeySequence(Qt::CTRL | Qt::Key_S)},
              [this] { view_bar_->ask_for_name(); });
  add_command(this,
              {"sagas.take-back-view", Section::Page, tr("Take back the deletion of a view"),
               QKeySequence(Qt::CTRL | Qt::Key_Z)},
              [this] { controller_.views().take_back(); })
      .set_closed([this]() -> std::optional<QString> {
        if (controller_.views().removed()) return std::nullopt;
        return tr("no view was deleted");
      });
  add_command(this,
              {"sagas.select-all", Section::Selected, tr("Select all that match the filter"),
               QKeySequence(Qt::CTRL | Qt::Key_A)},
              [this] { controller_.choose_all(); });
  const auto many = [this](const char* id, const QString& name, Qt::Key key, Action wanted) {
    add_command(this, {id, Section::Selected, name, QKeySequence(Qt::SHIFT | key)}, [this, wanted] {
      controller_.want_bulk(wanted);
    }).set_closed([this, wanted] { return controller_.bulk_closed_because(wanted); });
  };
  many("sagas.retry-all", tr("Retry all that are chosen, shows them first"), Qt::Key_R, Action::Retry);
  many("sagas.compensate-all", tr("Compensate all that are chosen, shows them first"), Qt::Key_C, Action::Compensate);
  many("sagas.resolve-all", tr("Resolve all that are chosen, shows them first"), Qt::Key_V, Action::Resolve);
  describe_keys(this, Section::Selected, QStringLiteral("Space"), tr("Choose the row, or leave it out"));
  describe_keys(this, Section::Selected, QStringLiteral("Shift ↑ ↓"), tr("Select rows one after the other"));
}

ViewContent SagasPage::shown_view() const {
  return {link_text_of(controller_.filter()), controller_.order(), table_->columns().shown()};
}

void SagasPage::show_view(const QString& id) {
  const auto view = controller_.views().find(id);
  if (!view) return;
  if (view->content.columns) table_->columns().show(*view->content.columns);
  order(view->content.order);
  set_filter(FilterPart{{}, with_text({}, view->content.filter)});
  controller_.views().set_current(id);
  refresh_views();
}

void SagasPage::order(const SagaOrder& wanted) {
  controller_.set_order(wanted);
  keep(kOrderKey, order_word(wanted));
}

void SagasPage::refresh_views() {
  const auto view = controller_.views().find(controller_.views().current());
  if (view) {
    const ViewContent shown = shown_view();
    const ViewContent& kept = view->content;
    const bool same_filter = link_text_of(with_text({}, kept.filter)) == shown.filter;
    view_bar_->show_moved_on(!same_filter || kept.order != shown.order ||
                             (kept.columns && kept.columns != shown.columns));
  }
  const auto& removed = controller_.views().removed();
  if (removed && told_removed_ != removed->id) {
    undo_->tell(Banner::Tone::Info, Icon::Info, tr("The view “%1” was deleted").arg(removed->name));
    undo_->show();
    undoing_.start();
  }
  if (!removed) undo_->hide();
  told_removed_ = removed ? removed->id : QString();
}

void SagasPage::connect_selection() {
  connect(&controller_, &SagasController::selection_changed, this, &SagasPage::refresh_selection);
  connect(&controller_, &SagasController::newer_changed, this, &SagasPage::refresh_selection);
  connect(&controller_.copying(), &SagasCopy::changed, this, &SagasPage::refresh_selection);
  connect(&controller_.copying(), &SagasCopy::finished, this, &SagasPage::take_copied);
  connect(&controller_.exporting(), &SagasExport::changed, this, &SagasPage::refresh_selection);
  connect(table_, &SagaTableView::rows_chosen, &controller_, &SagasController::choose_rows);
  connect(table_, &SagaTableView::all_wanted, this, [this](bool all) {
    if (all) {
      controller_.choose_all();
    } else {
      controller_.choose_none();
    }
  });
  connect(table_, &SagaTableView::copy_wanted, this, &SagasPage::copy_selection);
  connect(selection_, &SelectionStrip::copy_pressed, this, &SagasPage::copy_selection);
  connect(selection_, &SelectionStrip::action_pressed, &controller_, &SagasController::want_bulk);
  connect(&controller_, &SagasController::sources_changed, this, &SagasPage::refresh_selection);
  connect(&controller_, &SagasController::platform_changed, this, &SagasPage::refresh_selection);
  connect(selection_, &SelectionStrip::export_pressed, this, [this] { ask_export(true); });
  connect(selection_, &SelectionStrip::close_pressed, this, [this] {
    controller_.choose_none();
    focus_content();
  });
  refresh_selection();
}

// What is in memory is copied at once; what is not is read for it.
void SagasPage::copy_selection() {
  SagasCopy& copying = controller_.copying();
  if (copying.running()) return copying.cancel();
  copied_.clear();
  const auto line = table_->line();
  if (const auto sagas = controller_.model().chosen_sagas()) {
    QString text = table_->head_line();
    for (const Saga& saga : *sagas) text += QLatin1Char('\n') + line(saga, controller_.model().now());
    take_copied(text);
  } else {
    controller_.copy_chosen(table_->head_line(), line);
  }
}

void SagasPage::take_copied(const QString& tsv) {
  QApplication::clipboard()->setText(tsv);
  copied_ = tr("%n row(s) copied", nullptr, static_cast<int>(tsv.count(QLatin1Char('\n'))));
  refresh_selection();
}

void SagasPage::refresh_selection() {
  const SagaSelection& selection = controller_.selection();
  const bool any = !selection.empty();
  if (!any) copied_.clear();
  strips_->setCurrentWidget(any ? static_cast<QWidget*>(selection_) : strip_);
  controller_.hold_rows(any || table_->hovered_row() >= 0 || !controller_.selected().empty());
  selection_->set_copying(controller_.copying().running());
  selection_->set_exporting(controller_.exporting().running());
  if (!any) return;
  QString closed;
  for (const Action action : {Action::Retry, Action::Compensate, Action::Resolve}) {
    const QString because = controller_.bulk_closed_because(action).value_or(QString());
    selection_->set_closed(action, because);
    if (closed.isEmpty()) closed = because;
  }
  const auto& count = controller_.chosen_count();
  QStringList details;
  if (controller_.copying().running()) {
    details << tr("copying, %1 so far").arg(count_text(controller_.copying().rows()));
  } else if (controller_.copying().error()) {
    details << text(controller_.copying().error()->message);
  } else if (!copied_.isEmpty()) {
    details << copied_;
  }
  if (selection.by_filter()) {
    details << tr("all that match, as of %1").arg(clock_text(*selection.as_of()));
    const auto out = static_cast<std::int64_t>(selection.named().size());
    if (out > 0) details << tr("%1 taken out").arg(count_text(out));
  }
  if (!closed.isEmpty()) details << tr("Closed: %1").arg(closed);
  if (controller_.newer().count > 0) details << tr("%1 newer wait").arg(count_text(controller_.newer()));
  selection_->tell(count ? tr("%1 selected").arg(count_text(*count)) : tr("Counting"),
                   details.join(QStringLiteral(" · ")));
}

}  // namespace saga::ui
