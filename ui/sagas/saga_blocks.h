// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/ports/saga_list.h"

namespace saga::ui {

// A saga as it was read last.
struct SagaRow {
  std::shared_ptr<const Saga> saga = {};  // null: the row has not been read
  Condition condition = Condition::Unknown;
  MonoTime changed_at = {};  // for the flash; the epoch if it has not changed since it was read
};

// Rows of a list that lie between two of its keys. Of most blocks only the keys are known, and about how many rows
// there are.
struct SagaBlock {
  std::optional<SagaBound> from = {};  // none: from the list's beginning
  int size = 0;
  bool loaded = false;
  std::vector<SagaRow> rows = {};  // loaded: `size` of them
};

// The list as blocks: which row lies where, and what of it is in memory. Numbers of rows only; who changes them tells
// the view first.
class SagaBlocks {
 public:
  [[nodiscard]] int rows() const { return starts_.empty() ? 0 : starts_.back(); }
  [[nodiscard]] int count() const { return static_cast<int>(blocks_.size()); }
  [[nodiscard]] const SagaBlock& block(int index) const { return blocks_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] int start(int index) const { return starts_[static_cast<std::size_t>(index)]; }
  // The block of a row; `rows()` has none: count().
  [[nodiscard]] int block_of(int row) const;
  [[nodiscard]] const SagaRow& row(int row) const;
  [[nodiscard]] SagaRow* loaded_row(int row);
  [[nodiscard]] int row_of(const SagaId& id) const;  // -1: not loaded
  [[nodiscard]] ListRange range(int index) const;    // what the block has to be read with
  // The block with these bounds now; -1: there is none any more.
  [[nodiscard]] int find(const ListRange& range) const;

  // Where the list ends: before it no more is known, if it is open.
  [[nodiscard]] bool open_end() const { return open_end_; }
  void set_open_end(bool open) { open_end_ = open; }

  void clear();
  // Puts blocks in the place of [first, last).
  void replace(int first, int last, std::vector<SagaBlock> fresh);
  // Forgets the rows of a block, but not their number.
  void unload(int index);

 private:
  std::vector<SagaBlock> blocks_;
  std::vector<int> starts_ = {0};  // of each block, and the end
  bool open_end_ = false;
};

// A run of blocks that are not loaded, and what is to take their place.
struct BlockGap {
  int first = 0;  // of the old blocks
  int last = 0;   // past them
  std::vector<SagaBlock> fresh;
};
// What a new key index of the same range says about the blocks: what is loaded stays, with its bounds; between it lie
// the counted blocks. From the last gap to the first, so that replacing one leaves the numbers of those to come.
[[nodiscard]] std::vector<BlockGap> recounted(const SagaBlocks& blocks, const KeyIndex& index, const SagaOrder& order);

}  // namespace saga::ui
