// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/journal_reader.h"

#include <utility>

#include <fmt/format.h>

namespace saga::pg {
namespace {

constexpr std::string_view kColumns = "area, seq, kind, who, what, on_what, why, before, after, at, prev_hash, hash";

// By position: a million rows are read one after the other.
JournalEntry entry_from(const Row& row) {
  return {.area = row.text(0),
          .seq = row.int64(1),
          .kind = row.text(2),
          .who = row.text(3),
          .what = row.text(4),
          .on_what = row.text(5),
          .why = row.text(6),
          .before = row.optional_text(7),
          .after = row.optional_text(8),
          .at = row.time(9),
          .prev_hash = row.text(10),
          .hash = row.text(11)};
}

}  // namespace

Result<JournalPage> PgJournalReader::page(const JournalFilter& filter, const std::optional<JournalCursor>& after,
                                          int limit) {
  std::string where = "true";
  Params params;
  const auto equals = [&](std::string_view column, const std::optional<std::string>& value) {
    if (!value) return;
    params.add(*value);
    where += fmt::format(" and {} = ${}", column, params.values().size());
  };
  equals("area", filter.area);
  equals("who", filter.who);
  equals("what", filter.what);
  equals("on_what", filter.on_what);
  if (filter.since) {
    params.add(*filter.since);
    where += fmt::format(" and at >= ${}", params.values().size());
  }
  if (filter.until) {
    params.add(*filter.until);
    where += fmt::format(" and at < ${}", params.values().size());
  }
  if (after) {
    const auto first = params.values().size() + 1;
    params.add(after->at);
    params.add(after->area);
    params.add(after->seq);
    where += fmt::format(" and (at, area, seq) < (${}, ${}, ${})", first, first + 1, first + 2);
  }
  const auto rows = session_->read(fmt::format("select {} from saga.journal_view where {} order by at desc, area desc, "
                                               "seq desc limit {}",
                                               kColumns, where, limit + 1),
                                   params);
  if (!rows) return std::unexpected(rows.error());
  auto entries = rows->map(entry_from);
  if (!entries) return std::unexpected(entries.error());
  JournalPage page{.entries = std::move(*entries)};
  if (std::cmp_greater(page.entries.size(), limit)) {
    page.entries.pop_back();
    const JournalEntry& last = page.entries.back();
    page.next = JournalCursor{last.at, last.area, last.seq};
  }
  return page;
}

Result<std::vector<ChainEnd>> PgJournalReader::ends() {
  const auto rows = session_->read("select area, seq, hash, last_seq from saga.journal_chain_view order by area");
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const Row& row) {
    return ChainEnd{.area = row.text("area"),
                    .noted_seq = row.optional_int64("seq").value_or(0),
                    .noted_hash = row.optional_text("hash").value_or(""),
                    .last_seq = row.optional_int64("last_seq").value_or(0)};
  });
}

Result<std::vector<JournalEntry>> PgJournalReader::chain(const std::string& area, std::int64_t after_seq,
                                                         std::int64_t up_to_seq, int limit) {
  const auto rows = session_->read(fmt::format("select {} from saga.journal_view where area = $1 and seq > $2 and "
                                               "seq <= $3 order by seq limit {}",
                                               kColumns, limit),
                                   {area, after_seq, up_to_seq});
  if (!rows) return std::unexpected(rows.error());
  return rows->map(entry_from);
}

}  // namespace saga::pg
