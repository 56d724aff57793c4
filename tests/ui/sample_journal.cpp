// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_journal.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "backend/services/journal_hash.h"
#include "tests/ui/sample.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;

bool matches(const JournalFilter& filter, const JournalEntry& entry) {
  const auto is = [](const std::optional<std::string>& wanted, const std::string& value) {
    return !wanted || *wanted == value;
  };
  return is(filter.area, entry.area) && is(filter.who, entry.who) && is(filter.what, entry.what) &&
         is(filter.on_what, entry.on_what) && (!filter.since || entry.at >= *filter.since) &&
         (!filter.until || entry.at < *filter.until);
}

}  // namespace

const JournalEntry& FakeJournal::write(const std::string& area, const Deed& deed) {
  auto& rows = chains_[area];
  JournalEntry entry;
  entry.area = area;
  entry.seq = rows.empty() ? 1 : rows.back().seq + 1;
  entry.kind = deed.kind;
  entry.who = deed.who;
  entry.what = deed.what;
  entry.on_what = deed.on_what;
  entry.why = deed.why;
  entry.before = deed.before;
  entry.after = deed.after;
  entry.at = deed.at;
  entry.prev_hash = rows.empty() ? std::string(64, '0') : rows.back().hash;
  entry.hash = journal_hash(entry);
  rows.push_back(std::move(entry));
  noted_[area] = {area, rows.back().seq, rows.back().hash, rows.back().seq};
  return rows.back();
}

JournalEntry& FakeJournal::row(const std::string& area, std::int64_t seq) {
  return *std::ranges::find(chains_.at(area), seq, &JournalEntry::seq);
}

void FakeJournal::remove(const std::string& area, std::int64_t seq) {
  std::erase_if(chains_.at(area), [&](const JournalEntry& entry) { return entry.seq == seq; });
}

void FakeJournal::cut_after(const std::string& area, std::int64_t seq) {
  std::erase_if(chains_.at(area), [&](const JournalEntry& entry) { return entry.seq > seq; });
  noted_[area] = {area, seq, row(area, seq).hash, seq};
}

KeptAnchor FakeJournal::anchor(const std::string& area) const {
  const JournalEntry& last = chains_.at(area).back();
  return {area, last.seq, last.hash};
}

Result<JournalPage> FakeJournal::page(const JournalFilter& filter, const std::optional<JournalCursor>& after,
                                      int limit) {
  if (error) return std::unexpected(*error);
  asked.push_back(filter);
  std::vector<JournalEntry> all;
  for (const auto& [area, rows] : chains_) {
    for (const JournalEntry& entry : rows) {
      if (!matches(filter, entry)) continue;
      if (after && std::tie(entry.at, entry.area, entry.seq) >= std::tie(after->at, after->area, after->seq)) continue;
      all.push_back(entry);
    }
  }
  std::ranges::sort(all, [](const JournalEntry& a, const JournalEntry& b) {
    return std::tie(a.at, a.area, a.seq) > std::tie(b.at, b.area, b.seq);
  });
  JournalPage page;
  if (static_cast<int>(all.size()) > limit) {
    all.resize(static_cast<std::size_t>(limit));
    page.next = JournalCursor{all.back().at, all.back().area, all.back().seq};
  }
  page.entries = std::move(all);
  return page;
}

Result<std::vector<ChainEnd>> FakeJournal::ends() {
  if (error) return std::unexpected(*error);
  std::vector<ChainEnd> ends;
  for (const auto& [area, rows] : chains_) {
    ChainEnd end = noted_.at(area);
    end.last_seq = rows.empty() ? 0 : rows.back().seq;
    ends.push_back(end);
  }
  return ends;
}

Result<std::vector<JournalEntry>> FakeJournal::chain(const std::string& area, std::int64_t after_seq,
                                                     std::int64_t up_to_seq, int limit) {
  if (error) return std::unexpected(*error);
  std::vector<JournalEntry> found;
  for (const JournalEntry& entry : chains_[area]) {
    if (entry.seq > after_seq && entry.seq <= up_to_seq && static_cast<int>(found.size()) < limit) {
      found.push_back(entry);
    }
  }
  return found;
}

void fill_journal(FakeJournal& journal, TimePoint now, int more) {
  for (int i = 0; i < more; ++i) {
    journal.write("sagas", {.kind = "REQUESTED",
                            .who = i % 3 == 0 ? "lee.jiwon" : "kim.sujin",
                            .what = "NOTE",
                            .on_what = kStuckId,
                            .why = fmt::format("looked at, {}", i),
                            .after = R"({"outcome": "APPLIED"})",
                            .at = now - 5h + std::chrono::seconds(i)});
  }
  journal.write("routing", {.kind = "REQUESTED",
                            .who = "choi.hana",
                            .what = "SET_TOGGLE",
                            .on_what = "payment.canary-percent",
                            .why = "as planned",
                            .before = R"({"value": "25", "version": 38})",
                            .after = R"({"outcome": "APPLIED", "value": "50", "version": 39})",
                            .at = now - 130min});
  journal.write("sagas", {.kind = "REQUESTED",
                          .who = "lee.jiwon",
                          .what = "TAKE",
                          .on_what = kStuckId,
                          .why = "",
                          .after = R"({"outcome": "APPLIED"})",
                          .at = now - 42min});
  journal.write("sagas",
                {.kind = "REQUESTED",
                 .who = "kim.sujin",
                 .what = "RETRY",
                 .on_what = kStuckId,
                 .why = "stock was restarted, INC-2290",
                 .before = R"({"status": "RUNNING", "version": 7, "expectedVersion": 7})",
                 .after = R"({"outcome": "ACCEPTED", "detail": "waits for the orchestrator", "commandId": "c-1"})",
                 .at = now - 12min});
  journal.write("sagas", {.kind = "OBSERVED",
                          .who = "saga_engine",
                          .what = "RETRY",
                          .on_what = kStuckId,
                          .why = "stock was restarted, INC-2290",
                          .after = R"({"outcome": "APPLIED", "commandId": "c-1", "version": 9})",
                          .at = now - 12min + 400ms});
  journal.write("sagas", {.kind = "REQUESTED",
                          .who = "lee.jiwon",
                          .what = "COMPENSATE",
                          .on_what = kStuckId,
                          .why = "the customer asked for the money",
                          .before = R"({"status": "RUNNING", "version": 8, "expectedVersion": 7})",
                          .after = R"({"outcome": "CONFLICT", "detail": "kim.sujin requested RETRY at 02:32:31 UTC"})",
                          .at = now - 11min});
  journal.write("jobs", {.kind = "REQUESTED",
                         .who = "kim.sujin",
                         .what = "RETRY",
                         .on_what = "7d1f0f0a-4a3e-4b8e-9a54-0f6f3d1c2b11",
                         .why = "INC-2291, reservations expired during the inventory outage",
                         .after = R"({"outcome": "ACCEPTED", "requested": 1284, "rate": 500})",
                         .at = now - 3min});
  journal.write("jobs", {.kind = "OBSERVED",
                         .who = "saga_engine",
                         .what = "PAUSE",
                         .on_what = "7d1f0f0a-4a3e-4b8e-9a54-0f6f3d1c2b11",
                         .why = "3 of the last 10 were in trouble again, the limit is 10 %",
                         .before = R"({"status": "RUNNING", "applied": 11, "requested": 1284})",
                         .after = R"({"status": "PAUSED", "by": "breaker"})",
                         .at = now - 2min});
  journal.write("dead-letters", {.kind = "REQUESTED",
                                 .who = "lee.jiwon",
                                 .what = "REVEAL",
                                 .on_what = "d-3e60aa07ca",
                                 .why = "=cmd|'/c calc'!A1",
                                 .after = R"({"outcome": "APPLIED"})",
                                 .at = now - 30s});
}

}  // namespace saga::test
