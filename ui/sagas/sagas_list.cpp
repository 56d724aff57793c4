// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the Sagas page: how they are read, counted and kept up to date.
#include <algorithm>
#include <utility>

#include "ui/sagas/sagas_controller.h"

namespace saga::ui {

void SagasController::read_page() {
  changed_.clear();
  gap_ = false;
  newer_wanted_ = false;
  rows_.cancel();
  newest_.cancel();
  newer_count_.cancel();
  keys_.cancel();
  ask_list<ListPage>(
      page_, Lane::Interactive, [query = query_](SagaList& list) { return list.page(query, {}, kPageSize); },
      [this](Result<ListPage> page) { take_page(std::move(page)); });
}

void SagasController::take_page(Result<ListPage> page) {
  if (!page) {
    model_.fetch_failed();
    error_ = page.error();
    // Rows that were read stay, greyed by the page; only an empty place says what failed.
    if (error_.kind == ErrorKind::Permission) {
      content_ = Content::Forbidden;
    } else if (model_.rowCount() == 0) {
      content_ = Content::Failed;
    } else {
      content_ = Content::Rows;
    }
    Q_EMIT content_changed();
    return;
  }
  take_server_time(page->server_now);
  last_read_ = clock_.now();
  newer_ = {};
  keys_pace_.begin_again();
  keys_read_ = false;
  model_.reset(query_, *page);
  const bool any = model_.rowCount() > 0;
  content_ = any ? Content::Rows : query_.filter == SagaFilter{} ? Content::Empty : Content::NothingMatches;
  Q_EMIT content_changed();
  Q_EMIT newer_changed();
  read_keys();
}

// A block of rows that is looked at, or those after the last one.
void SagasController::read_rows(const ListRange& range) {
  // Another list is being read, to which these bounds mean nothing.
  if (page_.busy()) return model_.fetch_failed();
  const int limit = range.to ? kMostInBlock : kPageSize;
  ask_list<ListPage>(
      rows_, Lane::Interactive,
      [query = query_, range, limit](SagaList& list) { return list.page(query, range, limit); },
      [this, range](Result<ListPage> page) {
        if (page) {
          model_.take(range, *page);
        } else {
          model_.fetch_failed();  // the next tick asks again
        }
      });
}

// Every so many keys of the whole list, so that any of its rows is one page away.
void SagasController::read_keys() {
  if (model_.rowCount() == 0 || keys_.busy() || page_.busy()) return;
  if (!keys_pace_.due(clock_.monotonic())) return;
  // A short list is wholly in memory.
  if (keys_read_ ? model_.in_memory() == model_.rowCount() : model_.complete()) return;
  keys_read_ = true;
  keys_pace_.asked(clock_.monotonic());
  ask_list<KeyIndex>(
      keys_, Lane::Background,
      [query = query_, range = model_.counted_range()](SagaList& list) { return list.keys(query, range, kPageSize); },
      [this](Result<KeyIndex> index) {
        keys_pace_.answered(clock_.monotonic());
        if (!index) return;  // scrolling on from the last row still works
        model_.adopt(*index);
        Q_EMIT content_changed();
      });
}

void SagasController::take_feed(const FeedBatch& batch) {
  take_server_time(batch.server_now);
  changed_.insert(batch.changed.begin(), batch.changed.end());
  gap_ = gap_ || batch.gap;
  if (!soon_.isActive()) soon_.start();
}

void SagasController::read_changed() {
  if (by_id_.busy()) {
    soon_.start();
    return;
  }
  std::vector<SagaId> shown;
  if (std::exchange(gap_, false)) {
    // What changed is not known: what is on screen is read again, in place, and the rest when it is looked at.
    model_.distrust_unseen();
    const auto [first, last] = model_.window();
    shown = model_.ids(first, last - first + 1);
    newer_wanted_ = true;
    if (!selected_.empty()) changed_.insert(selected_);
  } else {
    shown = model_.among(changed_);
    newer_wanted_ = newer_wanted_ || shown.size() < changed_.size();
  }
  const bool detail = changed_.contains(selected_);
  changed_.clear();
  if (detail && detailing_.busy()) {
    detail_outdated_ = true;
  } else if (detail) {
    read_detail();
  }
  if (!shown.empty()) read_again(shown);
  read_newer();
}

void SagasController::read_again(const std::vector<SagaId>& ids) {
  by_id_.ask([this, ids](auto done) { attachment_.by_id(ids, std::move(done)); },
             [this](Result<SagaPage> page) {
               if (!page) return;  // the source's state says so; after a reconnect the feed reports a gap
               take_server_time(page->server_now);
               last_read_ = clock_.now();
               model_.update(page->sagas, page->server_now);
             });
}

// How many wait before the first row. PostgreSQL says so: it alone knows which saga belongs to the list.
void SagasController::read_newer() {
  if (!newer_wanted_ || newer_count_.busy() || newest_.busy() || page_.busy()) return;
  const auto range = model_.newer_range();
  const bool flood = newer_.count > kPageSize || content_ != Content::Rows;
  if (flood && !newer_pace_.due(clock_.monotonic())) return;  // a later tick asks
  newer_wanted_ = false;
  newer_pace_.asked(clock_.monotonic());
  ask_list<CappedCount>(
      newer_count_, Lane::Background,  // whoever asks for other rows need not wait for it
      [query = query_, range](SagaList& list) { return list.count(query, *range, kMostCounted); },
      [this](Result<CappedCount> count) {
        newer_pace_.answered(clock_.monotonic());
        if (!count) return;
        if (content_ != Content::Rows && count->count > 0) return read_page();  // nothing is shown that could move
        if (newer_ == *count) return;
        newer_ = *count;
        last_read_ = clock_.now();
        Q_EMIT newer_changed();
      });
}

void SagasController::show_newer() {
  if (newer_.count == 0 && content_ == Content::Rows) return;
  if (newer_.count > kPageSize || content_ != Content::Rows) return read_page();
  const auto range = model_.newer_range();
  newer_count_.cancel();
  ask_list<ListPage>(
      newest_, Lane::Interactive,
      [query = query_, range](SagaList& list) { return list.page(query, *range, kPageSize); },
      [this](Result<ListPage> page) {
        if (!page) return;
        if (page->more) return read_page();
        last_read_ = clock_.now();
        model_.prepend(*page);
        newer_ = {};
        Q_EMIT newer_changed();
      });
}

}  // namespace saga::ui
