// SPDX-License-Identifier: GPL-3.0-or-later
// What is chosen on the Sagas page: all that match, or rows, and how many they are.
#include <algorithm>
#include <utility>

#include "ui/sagas/sagas_controller.h"
#include "ui/widgets/permission.h"

namespace saga::ui {

namespace {

constexpr int kOnlyTheCount = SagasController::kMostCounted;  // a stride: of an index of keys nothing else is wanted

}  // namespace

void SagasController::choose_all() { model_.set_selection(SagaSelection::all_of(query_.filter, server_now())); }

void SagasController::choose_none() { model_.set_selection({}); }

void SagasController::choose_rows(int first, int last) {
  if (first > last) std::swap(first, last);
  first = std::max(first, 0);
  last = std::min(last, model_.rowCount() - 1);
  if (first > last || !model_.row(first).saga || !model_.row(last).saga) return;
  SagaSelection changed = selection();
  const auto ids = model_.ids(first, last - first + 1);
  for (const SagaId& id : ids) changed.choose(id, true);
  model_.set_selection(std::move(changed));
  if (static_cast<int>(ids.size()) == last - first + 1) return;
  // What lies between two rows may never have been looked at.
  const ListRange range{SagaBound{key_of(*model_.row(first).saga, query_.order.by), false},
                        SagaBound{key_of(*model_.row(last).saga, query_.order.by), true}};
  ask_list<ListPage>(
      between_, Lane::Interactive,
      [query = query_, range](SagaList& list) { return list.page(query, range, kMostCounted); },
      [this](Result<ListPage> page) {
        if (!page) return;  // the source's state says so; the marks show what is chosen
        SagaSelection all = selection();
        for (const Saga& saga : page->sagas) all.choose(saga.id, true);
        model_.set_selection(std::move(all));
      });
}

void SagasController::take_selection() {
  const auto named = static_cast<std::int64_t>(selection().named().size());
  if (!selection().by_filter()) {
    choosing_.cancel();
    choosing_all_.cancel();
    counted_as_of_.reset();
    chosen_count_ = CappedCount{named, false};
  } else if (chosen_count_ && counted_as_of_ == selection().as_of()) {
    chosen_count_->count -= named - taken_out_;  // taken out or in again: PostgreSQL need not be asked for it
  } else {
    choosing_all_.cancel();
    chosen_count_.reset();
    counted_as_of_ = selection().as_of();
    count_chosen();
  }
  taken_out_ = named;
  Q_EMIT selection_changed();
}

void SagasController::take_chosen_count(CappedCount count, std::int64_t taken_out) {
  count.count -= taken_out_ - taken_out;
  if (chosen_count_ == count) return;
  chosen_count_ = count;
  Q_EMIT selection_changed();
}

// Those that match change without anybody's doing: they are counted again every second, as far as that is cheap. More
// are counted once, in the background, where it may take a second.
void SagasController::count_chosen() {
  if (!selection().by_filter() || choosing_.busy() || choosing_all_.busy()) return;
  if (chosen_count_ && !chosen_count_->capped && chosen_count_->count > kMostCounted) return;
  const auto taken_out = static_cast<std::int64_t>(selection().named().size());
  ask_list<CappedCount>(
      choosing_, Lane::Interactive, [query = chosen()](SagaList& list) { return list.count(query, {}, kMostCounted); },
      [this, taken_out](Result<CappedCount> count) {
        if (!count || !selection().by_filter()) return;  // the next tick asks again
        take_chosen_count(*count, taken_out);
        if (count->capped) count_all_chosen();
      });
}

void SagasController::count_all_chosen() {
  const auto taken_out = static_cast<std::int64_t>(selection().named().size());
  ask_list<KeyIndex>(
      choosing_all_, Lane::Background,
      [query = chosen()](SagaList& list) { return list.keys(query, {}, kOnlyTheCount); },
      [this, taken_out](Result<KeyIndex> index) {
        if (index && selection().by_filter()) take_chosen_count({index->count, false}, taken_out);
      });
}

ListQuery SagasController::chosen() const { return {selection().filter(), query_.order}; }

std::optional<QString> SagasController::bulk_closed_because(Action action) const {
  if (selection().empty()) return tr("no saga is chosen");
  if (lost()) return tr("needs PostgreSQL");
  if (!platform_) return tr("it is not known yet what this role may do");
  return closed_by_role(*platform_, permission_of(action));
}

void SagasController::want_bulk(Action action) {
  if (!bulk_closed_because(action)) Q_EMIT bulk_wanted(action);
}

std::optional<SagaFilter> SagasController::chosen_now() const {
  if (!selection().by_filter()) return std::nullopt;
  SagaFilter filter = query_.filter;  // another filter would have ended the selection
  filter.except.insert(filter.except.end(), selection().named().begin(), selection().named().end());
  return filter;
}

void SagasController::copy_chosen(const QString& header, SagasCopy::Line line) {
  if (selection().empty()) return;
  copy_.start(chosen(), header, std::move(line));
}

}  // namespace saga::ui
