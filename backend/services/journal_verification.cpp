// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/journal_verification.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "backend/services/journal_hash.h"

namespace saga {
namespace {

constexpr int kPage = 5'000;
constexpr std::size_t kHashLength = 64;

std::int64_t sum(const std::vector<VerifiedChain>& chains, std::int64_t VerifiedChain::* member) {
  std::int64_t all = 0;
  for (const VerifiedChain& chain : chains) all += chain.*member;
  return all;
}

}  // namespace

std::string_view to_text(BreachKind kind) {
  switch (kind) {
    case BreachKind::Changed: return "changed";
    case BreachKind::Unlinked: return "unlinked";
    case BreachKind::Missing: return "missing";
    case BreachKind::CutOff: return "cut-off";
    case BreachKind::Beyond: return "beyond-the-end";
    case BreachKind::Differs: return "differs-from-anchor";
  }
  return "";
}

std::int64_t JournalReport::rows() const { return sum(chains, &VerifiedChain::rows); }
std::int64_t JournalReport::anchors() const { return sum(chains, &VerifiedChain::anchors); }

ChainCheck::ChainCheck(ChainEnd end, const std::vector<KeptAnchor>& anchors, JournalReport& report)
    : end_(std::move(end)), report_(report), last_hash_(kHashLength, '0') {
  chain_.area = end_.area;
  for (const KeptAnchor& anchor : anchors) {
    if (anchor.area == end_.area) anchors_.emplace(anchor.seq, anchor.hash);
  }
}

void ChainCheck::breach(std::int64_t seq, BreachKind kind, std::string detail) {
  ++report_.breach_count;
  if (report_.breaches.size() < JournalReport::kMostBreaches) {
    report_.breaches.push_back({end_.area, seq, kind, std::move(detail)});
  }
}

void ChainCheck::take(const JournalEntry& entry) {
  ++chain_.rows;
  const bool follows = entry.seq == last_seq_ + 1;
  if (!follows) {
    breach(last_seq_ + 1, BreachKind::Missing,
           entry.seq == last_seq_ + 2 ? std::string("the row is not there")
                                      : fmt::format("rows up to {} are not there", entry.seq - 1));
  } else if (entry.prev_hash != last_hash_) {
    breach(entry.seq, BreachKind::Unlinked, "it names another row before it than there is");
  }
  if (journal_hash(entry) != entry.hash) {
    breach(entry.seq, BreachKind::Changed, "its content is not what was hashed when it was written");
  }
  const auto [from, to] = anchors_.equal_range(entry.seq);
  for (auto anchor = from; anchor != to; ++anchor) {
    ++chain_.anchors;
    if (anchor->second != entry.hash) {
      breach(entry.seq, BreachKind::Differs, "its hash is not the one that was kept on this machine");
    }
  }
  last_seq_ = entry.seq;
  last_hash_ = entry.hash;
}

void ChainCheck::finish() {
  if (end_.noted_seq > last_seq_) {
    breach(last_seq_ + 1, BreachKind::CutOff,
           fmt::format("the chain is noted to end with row {}, there are none behind {}", end_.noted_seq, last_seq_));
  } else if (end_.noted_seq < last_seq_) {
    breach(end_.noted_seq + 1, BreachKind::Beyond,
           end_.noted_seq == 0 ? std::string("no end is noted for this chain")
                               : fmt::format("the chain is noted to end with row {}", end_.noted_seq));
  } else if (end_.noted_hash != last_hash_) {
    breach(last_seq_, BreachKind::Changed, "its hash is not the one noted for the chain's end");
  }
  // Of what was kept behind the last row the first one says enough. Rows that are missing in between were named.
  if (const auto beyond = anchors_.upper_bound(std::max(last_seq_, end_.noted_seq)); beyond != anchors_.end()) {
    chain_.anchors += std::distance(beyond, anchors_.end());
    breach(last_seq_ + 1, BreachKind::CutOff,
           fmt::format("this machine has kept a position at row {}, there are none behind {}", anchors_.rbegin()->first,
                       last_seq_));
  }
  report_.chains.push_back(chain_);
}

Result<void> JournalWalk::begin(JournalReader& reader) {
  auto ends = reader.ends();
  if (!ends) return std::unexpected(ends.error());
  // A chain that is gone as a whole is known only from outside.
  std::set<std::string> known;
  for (const ChainEnd& end : *ends) known.insert(end.area);
  for (const KeptAnchor& anchor : anchors_) {
    if (known.insert(anchor.area).second)
      ends->push_back({.area = anchor.area, .noted_hash = std::string(kHashLength, '0')});
  }
  std::ranges::sort(*ends, {}, &ChainEnd::area);
  ends_ = std::move(*ends);
  for (const ChainEnd& end : ends_) progress_.of += end.last_seq;
  begun_ = true;
  return {};
}

Result<JournalWalk::Progress> JournalWalk::next(JournalReader& reader) {
  if (!begun_) {
    if (auto begun = begin(reader); !begun) return std::unexpected(begun.error());
  }
  bool read = false;
  while (at_ < ends_.size() && !read) {
    const ChainEnd& end = ends_[at_];
    if (!check_) {
      check_.emplace(end, anchors_, report_);
      after_ = 0;
    }
    if (after_ < end.last_seq) {
      const auto rows = reader.chain(end.area, after_, end.last_seq, kPage);
      if (!rows) return std::unexpected(rows.error());
      for (const JournalEntry& entry : *rows) check_->take(entry);
      after_ = rows->empty() ? end.last_seq : rows->back().seq;
      progress_.rows += static_cast<std::int64_t>(rows->size());
      read = true;
    }
    if (after_ >= end.last_seq) {
      check_->finish();
      check_.reset();
      ++at_;
    }
  }
  progress_.complete = at_ >= ends_.size();
  return progress_;
}

Result<JournalReport> verify_journal(JournalReader& reader, const std::vector<KeptAnchor>& anchors,
                                     const std::function<bool(std::int64_t)>& progress) {
  JournalWalk walk(anchors);
  while (true) {
    const auto seen = walk.next(reader);
    if (!seen) return std::unexpected(seen.error());
    if (progress && !progress(seen->rows)) {
      return std::unexpected(Error{ErrorKind::Timeout, "The verification was ended."});
    }
    if (seen->complete) return walk.report();
  }
}

}  // namespace saga
