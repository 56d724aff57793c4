// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/saga_table_model.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace saga::ui {

SagaTableModel::SagaTableModel(const Clock& clock, QObject* parent) : QAbstractTableModel(parent), clock_(clock) {}

int SagaTableModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : blocks_.rows(); }

int SagaTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

SagaRow SagaTableModel::make_row(const Saga& saga) const {
  return {std::make_shared<const Saga>(saga), condition_of(saga, now_), {}};
}

SagaBlock SagaTableModel::make_block(std::optional<SagaBound> from, const ListPage& page) const {
  SagaBlock block{std::move(from), static_cast<int>(page.sagas.size()), true, {}};
  block.rows.reserve(page.sagas.size());
  for (const Saga& saga : page.sagas) block.rows.push_back(make_row(saga));
  return block;
}

void SagaTableModel::reset(const ListQuery& query, const ListPage& page) {
  beginResetModel();
  order_ = query.order;
  now_ = page.server_now;
  blocks_.clear();
  if (!page.sagas.empty()) {
    const SagaBound first{key_of(page.sagas.front(), order_.by), false};
    blocks_.replace(0, 0, {make_block(first, page)});
  }
  blocks_.set_open_end(page.more);
  fetching_.reset();
  window_ = {0, 0};
  endResetModel();
  Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);  // the arrow
}

void SagaTableModel::clear() { reset({{}, order_}, {{}, false, now_}); }

// First the number of rows becomes right, as rows that are not read; then they are read. A row that is there before and
// after the change of number must be the same.
void SagaTableModel::replace(int first, int last, std::vector<SagaBlock> fresh) {
  const int begin = blocks_.start(first);
  const int had = blocks_.start(last) - begin;
  int has = 0;
  for (const SagaBlock& block : fresh) has += block.size;
  if (had > 0 && has > 0) {
    if (has > had) beginInsertRows({}, begin + had, begin + has - 1);
    if (has < had) beginRemoveRows({}, begin + has, begin + had - 1);
    blocks_.replace(first, last, {SagaBlock{fresh.front().from, has}});
    if (has > had) endInsertRows();
    if (has < had) endRemoveRows();
    blocks_.replace(first, first + 1, std::move(fresh));
    Q_EMIT dataChanged(index(begin, 0), index(begin + has - 1, kColumns - 1));
    return;
  }
  if (has > 0) beginInsertRows({}, begin, begin + has - 1);
  if (had > 0) beginRemoveRows({}, begin, begin + had - 1);
  blocks_.replace(first, last, std::move(fresh));
  if (has > 0) endInsertRows();
  if (had > 0) endRemoveRows();
}

void SagaTableModel::set_window(int first, int last) {
  window_ = {std::max(0, first), std::max(first, last)};
  read_missing();
}

void SagaTableModel::read_missing() {
  if (changing_ || fetching_ || blocks_.count() == 0) return;
  // What is looked at first, then a little on either side.
  const auto want = [&](int row) {
    const int at = blocks_.block_of(row);
    if (row < 0 || at >= blocks_.count() || blocks_.block(at).loaded) return false;
    const ListRange range = blocks_.range(at);
    fetching_ = range;
    Q_EMIT wants(range);
    return true;
  };
  const auto [first, last] = window_;
  for (int at = blocks_.block_of(first); at < blocks_.count() && blocks_.start(at) <= last; ++at) {
    if (want(std::max(first, blocks_.start(at)))) return;
  }
  const int ahead = kBlock / 4;
  if (want(std::min(last + ahead, rowCount() - 1)) || want(std::max(0, first - ahead))) return;
  if (blocks_.open_end() && last + ahead >= rowCount()) {
    const SagaBlock& end = blocks_.block(blocks_.count() - 1);
    const ListRange range{SagaBound{key_of(*end.rows.back().saga, order_.by), true}, std::nullopt};
    fetching_ = range;
    Q_EMIT wants(range);
  }
}

void SagaTableModel::take(const ListRange& range, const ListPage& page) {
  changing_ = true;
  take_rows(range, page);
  changing_ = false;
  if (fetching_ == range) fetching_.reset();
  read_missing();
}

void SagaTableModel::take_rows(const ListRange& range, const ListPage& page) {
  now_ = std::max(now_, page.server_now);
  int at = blocks_.find(range);
  if (at < 0 && blocks_.open_end() && !range.to && range.from && range.from->past) {
    const SagaBlock& end = blocks_.block(blocks_.count() - 1);
    if (end.loaded && key_of(*end.rows.back().saga, order_.by) == range.from->key) at = blocks_.count();
  }
  if (at < 0) return;
  const bool appended = at == blocks_.count();
  std::vector<SagaBlock> fresh;
  if (!page.sagas.empty()) fresh.push_back(make_block(range.from, page));
  if (appended) {
    blocks_.set_open_end(page.more);
  } else if (page.more) {
    // More has come into this range than a page holds.
    const int rest = std::max(1, blocks_.block(at).size - static_cast<int>(page.sagas.size()));
    fresh.push_back({SagaBound{key_of(page.sagas.back(), order_.by), true}, rest});
  }
  const int first = blocks_.start(at);
  replace(at, appended ? at : at + 1, std::move(fresh));
  forget_far();
  if (!page.sagas.empty()) Q_EMIT rows_read(first, first + static_cast<int>(page.sagas.size()) - 1);
}

void SagaTableModel::fetch_failed() { fetching_.reset(); }

ListRange SagaTableModel::counted_range() const {
  return {blocks_.count() > 0 ? blocks_.block(0).from : std::nullopt, std::nullopt};
}

std::optional<ListRange> SagaTableModel::newer_range() const {
  if (blocks_.count() == 0) return ListRange{};
  return ListRange{std::nullopt, blocks_.block(0).from};
}

void SagaTableModel::adopt(const KeyIndex& index) {
  changing_ = true;
  for (BlockGap& gap : recounted(blocks_, index, order_)) replace(gap.first, gap.last, std::move(gap.fresh));
  blocks_.set_open_end(false);
  changing_ = false;
  read_missing();
}

void SagaTableModel::prepend(const ListPage& page) {
  if (page.sagas.empty()) return;
  now_ = std::max(now_, page.server_now);
  replace(0, 0, {make_block(SagaBound{key_of(page.sagas.front(), order_.by), false}, page)});
  forget_far();
}

void SagaTableModel::update(const std::vector<Saga>& sagas, TimePoint server_now) {
  now_ = std::max(now_, server_now);
  std::unordered_map<std::string_view, const Saga*> changed;
  for (const Saga& saga : sagas) changed.emplace(saga.id, &saga);
  for (int at = 0; at < blocks_.count(); ++at) {
    if (!blocks_.block(at).loaded) continue;
    for (int i = blocks_.start(at); i < blocks_.start(at + 1); ++i) {
      SagaRow& shown = *blocks_.loaded_row(i);
      const auto found = changed.find(shown.saga->id);
      if (found == changed.end()) continue;
      // Answers of two connections may overtake each other; an older version never replaces a newer one.
      const Saga& saga = *found->second;
      if (saga.version < shown.saga->version || saga == *shown.saga) continue;
      shown = make_row(saga);
      shown.changed_at = last_change_ = clock_.monotonic();
      Q_EMIT dataChanged(index(i, 0), index(i, kColumns - 1));
    }
  }
}

void SagaTableModel::distrust_unseen() {
  const int kept = blocks_.row_of(kept_);
  for (int at = 0; at < blocks_.count(); ++at) {
    const int first = blocks_.start(at);
    const int last = blocks_.start(at + 1) - 1;
    const bool seen = last >= window_.first && first <= window_.second;
    const bool end = at + 1 == blocks_.count() && blocks_.open_end();
    if (!blocks_.block(at).loaded || seen || end || (kept >= first && kept <= last)) continue;
    blocks_.unload(at);
    Q_EMIT dataChanged(index(first, 0), index(last, kColumns - 1));
  }
}

// Memory is bounded: the block that is farthest from the window goes first.
void SagaTableModel::forget_far() {
  const int middle = (window_.first + window_.second) / 2;
  const int kept = blocks_.row_of(kept_);
  for (;;) {
    int loaded = 0;
    int farthest = -1;
    int distance = -1;
    for (int at = 0; at < blocks_.count(); ++at) {
      if (!blocks_.block(at).loaded) continue;
      ++loaded;
      const int first = blocks_.start(at);
      const int last = blocks_.start(at + 1) - 1;
      const bool end = at + 1 == blocks_.count() && blocks_.open_end();  // the list goes on from its last row
      if (end || (kept >= first && kept <= last)) continue;
      const int away = middle < first ? first - middle : middle - last;
      if (away > distance) {
        distance = away;
        farthest = at;
      }
    }
    if (loaded <= kMostBlocks || farthest < 0) return;
    const int first = blocks_.start(farthest);
    const int last = blocks_.start(farthest + 1) - 1;
    blocks_.unload(farthest);
    Q_EMIT dataChanged(index(first, 0), index(last, kColumns - 1));
  }
}

void SagaTableModel::tick(TimePoint server_now) {
  now_ = std::max(now_, server_now);
  if (rowCount() == 0) return;
  for (int at = 0; at < blocks_.count(); ++at) {
    if (!blocks_.block(at).loaded) continue;
    for (int i = blocks_.start(at); i < blocks_.start(at + 1); ++i) {
      SagaRow& shown = *blocks_.loaded_row(i);
      const Condition condition = condition_of(*shown.saga, now_);
      if (condition == shown.condition) continue;
      shown.condition = condition;
      shown.changed_at = last_change_ = clock_.monotonic();
      Q_EMIT dataChanged(index(i, 0), index(i, 0));
    }
  }
  const int first = std::min(window_.first, rowCount() - 1);
  const int last = std::min(window_.second, rowCount() - 1);
  const int age = static_cast<int>(Column::Age);
  Q_EMIT dataChanged(index(first, age), index(last, age + 1), {Qt::DisplayRole});
  read_missing();  // what could not be read before
}

std::vector<SagaId> SagaTableModel::ids(int first, int count) const {
  std::vector<SagaId> out;
  for (int i = std::max(0, first); i < std::min(rowCount(), first + count); ++i) {
    if (row(i).saga) out.push_back(row(i).saga->id);
  }
  return out;
}

std::vector<SagaId> SagaTableModel::among(const std::set<SagaId>& ids) const {
  std::vector<SagaId> out;
  for (int at = 0; at < blocks_.count(); ++at) {
    for (const SagaRow& row : blocks_.block(at).rows) {
      if (ids.contains(row.saga->id)) out.push_back(row.saga->id);
    }
  }
  return out;
}

int SagaTableModel::in_memory() const {
  int rows = 0;
  for (int at = 0; at < blocks_.count(); ++at) rows += blocks_.block(at).loaded ? blocks_.block(at).size : 0;
  return rows;
}

double SagaTableModel::flash(int index) const {
  const MonoTime changed = row(index).changed_at;
  if (changed == MonoTime{}) return 0;
  const std::chrono::duration<double> since = clock_.monotonic() - changed;
  return std::clamp(1.0 - since / std::chrono::duration<double>(kFlash), 0.0, 1.0);
}

}  // namespace saga::ui
