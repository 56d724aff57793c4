// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/saga_blocks.h"

#include <algorithm>
#include <iterator>

namespace saga::ui {

int SagaBlocks::block_of(int row) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), row);
  return static_cast<int>(after - starts_.begin()) - 1;
}

const SagaRow& SagaBlocks::row(int row) const {
  static const SagaRow kUnread;
  const int index = row < 0 ? count() : block_of(row);
  if (index >= count() || !block(index).loaded) return kUnread;
  return block(index).rows[static_cast<std::size_t>(row - start(index))];
}

SagaRow* SagaBlocks::loaded_row(int row) {
  const int index = row < 0 ? count() : block_of(row);
  if (index >= count() || !block(index).loaded) return nullptr;
  return &blocks_[static_cast<std::size_t>(index)].rows[static_cast<std::size_t>(row - start(index))];
}

int SagaBlocks::row_of(const SagaId& id) const {
  for (int i = 0; i < count(); ++i) {
    const auto& rows = block(i).rows;
    const auto found = std::ranges::find_if(rows, [&](const SagaRow& row) { return row.saga->id == id; });
    if (found != rows.end()) return start(i) + static_cast<int>(found - rows.begin());
  }
  return -1;
}

ListRange SagaBlocks::range(int index) const {
  ListRange range{block(index).from, std::nullopt};
  if (index + 1 < count()) range.to = block(index + 1).from;
  return range;
}

int SagaBlocks::find(const ListRange& range) const {
  for (int i = 0; i < count(); ++i) {
    if (block(i).from == range.from) return this->range(i) == range ? i : -1;
  }
  return -1;
}

void SagaBlocks::clear() {
  blocks_.clear();
  starts_ = {0};
  open_end_ = false;
}

void SagaBlocks::replace(int first, int last, std::vector<SagaBlock> fresh) {
  const auto from = blocks_.erase(blocks_.begin() + first, blocks_.begin() + last);
  blocks_.insert(from, std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
  starts_.resize(blocks_.size() + 1);
  for (std::size_t i = static_cast<std::size_t>(first); i < blocks_.size(); ++i) {
    starts_[i + 1] = starts_[i] + blocks_[i].size;
  }
}

void SagaBlocks::unload(int index) {
  SagaBlock& block = blocks_[static_cast<std::size_t>(index)];
  block.loaded = false;
  block.rows = {};
}

namespace {

// Cuts the counted keys into the gap that begins at `from`, at row `row` of the list, and ends before `to`, at about
// `to_row`.
std::vector<SagaBlock> fill(const std::optional<SagaBound>& from, std::int64_t row, const std::optional<SagaBound>& to,
                            std::int64_t to_row, const KeyIndex& index, const SagaOrder& order) {
  // A place before the key comes before one past it.
  const auto inside = [&](const SagaKey& key) {
    const bool after = !from || comes_before(order, from->key, key);
    return after && (!to || comes_before(order, key, to->key));
  };
  std::vector<SagaBlock> fresh;
  std::int64_t end = to ? to_row : index.count;
  std::optional<SagaBound> begin = from;
  std::int64_t at = row;
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    if (!inside(index.keys[i])) continue;
    const std::int64_t counted = static_cast<std::int64_t>(i) * index.stride;
    // Where the counting and the loaded rows place a key differently, its rows lie together with those of the next.
    if (counted <= at) continue;
    fresh.push_back({begin, static_cast<int>(counted - at)});
    begin = SagaBound{index.keys[i], false};
    at = counted;
  }
  end = std::max(end, at + 1);  // never none: nobody would ever look there
  fresh.push_back({begin, static_cast<int>(end - at)});
  return fresh;
}

}  // namespace

std::vector<BlockGap> recounted(const SagaBlocks& blocks, const KeyIndex& index, const SagaOrder& order) {
  std::vector<BlockGap> gaps;
  for (int i = 0; i < blocks.count();) {
    if (blocks.block(i).loaded) {
      ++i;
      continue;
    }
    int last = i;
    while (last < blocks.count() && !blocks.block(last).loaded) ++last;
    const bool at_end = last == blocks.count();
    const auto to = at_end ? std::nullopt : blocks.block(last).from;
    gaps.push_back({i, last, fill(blocks.block(i).from, blocks.start(i), to, blocks.start(last), index, order)});
    i = last;
  }
  if (blocks.open_end() && blocks.count() > 0 && blocks.block(blocks.count() - 1).loaded) {
    const auto& rows = blocks.block(blocks.count() - 1).rows;
    if (!rows.empty() && index.count > blocks.rows()) {
      const SagaBound from{key_of(*rows.back().saga, order.by), true};
      gaps.push_back({blocks.count(), blocks.count(), fill(from, blocks.rows(), std::nullopt, 0, index, order)});
    }
  }
  std::ranges::reverse(gaps);
  return gaps;
}

}  // namespace saga::ui
