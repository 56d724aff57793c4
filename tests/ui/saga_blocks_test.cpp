// SPDX-License-Identifier: GPL-3.0-or-later
// Seen red: with counted keys that lie within loaded blocks (their rows came twice).
#include "ui/sagas/saga_blocks.h"

#include <sstream>

#include <gtest/gtest.h>

namespace saga::test {
namespace {

using ui::SagaBlock;
using ui::SagaBlocks;

// Sagas are numbered as they stand in the list: number 0 was created last.
Saga saga(int number) {
  Saga out{"s" + std::to_string(number)};
  out.created_at = TimePoint(std::chrono::microseconds(1'000'000 - number));
  return out;
}
SagaBound before(int number) { return {key_of(saga(number), SortBy::Created), false}; }
SagaBound past(int number) { return {key_of(saga(number), SortBy::Created), true}; }

SagaBlock loaded(SagaBound from, int first, int count) {
  SagaBlock block{from, count, true, {}};
  for (int i = first; i < first + count; ++i) block.rows.push_back({std::make_shared<const Saga>(saga(i))});
  return block;
}

KeyIndex counted(int count, int stride) {
  KeyIndex index{{}, stride, count, {}};
  for (int i = 0; i < count; i += stride) index.keys.push_back(key_of(saga(i), SortBy::Created));
  return index;
}

// "0 +100 loaded from before 0; 100 +100 from before 100; …"
std::string dump(const SagaBlocks& blocks) {
  std::ostringstream out;
  for (int i = 0; i < blocks.count(); ++i) {
    const SagaBlock& block = blocks.block(i);
    out << (i == 0 ? "" : "; ") << blocks.start(i) << " +" << block.size << (block.loaded ? " loaded" : "");
    if (block.from) out << (block.from->past ? " past " : " from ") << 1'000'000 - block.from->key.number;
  }
  return out.str();
}

void recount(SagaBlocks& blocks, const KeyIndex& index) {
  for (auto& gap : ui::recounted(blocks, index, {})) blocks.replace(gap.first, gap.last, std::move(gap.fresh));
}

TEST(Blocks, TheFirstPageGoesOnAsWhatWasCounted) {
  SagaBlocks blocks;
  blocks.replace(0, 0, {loaded(before(0), 0, 100)});
  blocks.set_open_end(true);
  recount(blocks, counted(350, 100));
  EXPECT_EQ(dump(blocks), "0 +100 loaded from 0; 100 +100 past 99; 200 +100 from 200; 300 +50 from 300");
  EXPECT_EQ(blocks.rows(), 350);
  EXPECT_EQ(blocks.block_of(0), 0);
  EXPECT_EQ(blocks.block_of(199), 1);
  EXPECT_EQ(blocks.block_of(349), 3);
  EXPECT_EQ(blocks.block_of(350), 4) << "there is none";
  EXPECT_EQ(blocks.range(1), (ListRange{past(99), before(200)}));
  EXPECT_EQ(blocks.find({past(99), before(200)}), 1);
  EXPECT_EQ(blocks.find({past(99), before(300)}), -1);
}

TEST(Blocks, CountingAgainChangesNothingThatIsLoaded) {
  SagaBlocks blocks;
  blocks.replace(0, 0, {loaded(before(0), 0, 100)});
  blocks.set_open_end(true);
  recount(blocks, counted(400, 100));
  blocks.set_open_end(false);
  blocks.replace(2, 3, {loaded(before(200), 200, 100)});
  const std::string was = dump(blocks);
  recount(blocks, counted(400, 100));
  EXPECT_EQ(dump(blocks), was);
  recount(blocks, counted(430, 100));
  EXPECT_EQ(dump(blocks),
            "0 +100 loaded from 0; 100 +100 past 99; 200 +100 loaded from 200; 300 +100 from 300; 400 +30 from 400")
      << "the list grew at its end";
}

TEST(Blocks, RowsOnTopShiftTheCountedOnes) {
  SagaBlocks blocks;
  blocks.replace(0, 0, {loaded(before(30), 30, 100)});
  blocks.set_open_end(true);
  KeyIndex index = counted(330, 100);
  index.keys = {key_of(saga(30), SortBy::Created), key_of(saga(130), SortBy::Created),
                key_of(saga(230), SortBy::Created)};
  index.count = 300;
  recount(blocks, index);
  blocks.set_open_end(false);
  blocks.replace(0, 0, {loaded(before(0), 0, 30)});
  recount(blocks, counted(330, 100));
  EXPECT_EQ(dump(blocks),
            "0 +30 loaded from 0; 30 +100 loaded from 30; 130 +70 past 129; 200 +100 from 200; 300 +30 from 300");
}

TEST(Blocks, ARowIsReadOrNot) {
  SagaBlocks blocks;
  blocks.replace(0, 0, {loaded(before(0), 0, 2), SagaBlock{past(1), 3}});
  EXPECT_EQ(blocks.row(1).saga->id, "s1");
  EXPECT_EQ(blocks.row(2).saga, nullptr);
  EXPECT_EQ(blocks.row(-1).saga, nullptr);
  EXPECT_EQ(blocks.row(9).saga, nullptr);
  EXPECT_EQ(blocks.row_of("s1"), 1);
  EXPECT_EQ(blocks.row_of("s2"), -1);
  blocks.unload(0);
  EXPECT_EQ(blocks.row_of("s1"), -1);
  EXPECT_EQ(blocks.rows(), 5) << "its rows stay";
}

}  // namespace
}  // namespace saga::test
