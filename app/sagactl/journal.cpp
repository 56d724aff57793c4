// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/journal.h"

#include <cstdio>
#include <unistd.h>

#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/export_stream.h"
#include "app/sagactl/json.h"
#include "app/sagactl/text.h"
#include "backend/attach/anchor_file.h"
#include "backend/attach/connect.h"
#include "backend/concurrency/clock.h"
#include "backend/services/journal_export.h"
#include "backend/services/journal_verification.h"

namespace saga::ctl {
namespace {

Json json_of(const JournalEntry& entry) {
  const auto or_null = [](const std::optional<std::string>& text) { return text ? Json(*text) : Json(); };
  return Json{{"area", entry.area},
              {"seq", entry.seq},
              {"kind", entry.kind},
              {"who", entry.who},
              {"what", entry.what},
              {"on", entry.on_what},
              {"why", entry.why},
              {"before", or_null(entry.before)},
              {"after", or_null(entry.after)},
              {"at", iso_time(entry.at)},
              {"prev_hash", entry.prev_hash},
              {"hash", entry.hash}};
}

JournalFilter filter_of(const Options& options) {
  JournalFilter filter = options.journal;
  if (options.since) filter.since = SystemClock().now() - *options.since;
  return filter;
}

Json json_of(const JournalReport& report) {
  Json document{{"sound", report.breach_count == 0},   {"rows", report.rows()},   {"anchors", report.anchors()},
                {"breach_count", report.breach_count}, {"chains", Json::array()}, {"breaches", Json::array()}};
  for (const VerifiedChain& chain : report.chains) {
    document["chains"].push_back({{"area", chain.area}, {"rows", chain.rows}, {"anchors", chain.anchors}});
  }
  for (const JournalBreach& breach : report.breaches) {
    document["breaches"].push_back(
        {{"area", breach.area}, {"seq", breach.seq}, {"kind", to_text(breach.kind)}, {"detail", breach.detail}});
  }
  return document;
}

void print(const JournalReport& report) {
  fmt::print("{} rows in {} chains, compared with {} positions kept on this machine: {}\n", report.rows(),
             report.chains.size(), report.anchors(),
             report.breach_count == 0 ? std::string("sound.") : fmt::format("{} breaches.", report.breach_count));
  if (report.anchors() == 0) {
    fmt::print(
        "No position was kept here: rows that were cut off at the end, or a chain that was written anew as a "
        "whole, cannot be noticed from this machine.\n");
  }
  if (report.breaches.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const JournalBreach& breach : report.breaches) {
    rows.push_back({breach.area, std::to_string(breach.seq), std::string(to_text(breach.kind)), breach.detail});
  }
  fmt::print("\n{}", table({"CHAIN", "ROW", "BREACH", "WHAT"}, rows));
  if (std::cmp_less(report.breaches.size(), report.breach_count)) {
    fmt::print("… and {} more.\n", report.breach_count - static_cast<std::int64_t>(report.breaches.size()));
  }
  fmt::print("\nKeep a copy of the database as it is, and compare with a backup from before row {} of {}.\n",
             report.breaches.front().seq, report.breaches.front().area);
}

}  // namespace

int list_journal(const Options& options, const attach::Profile& profile) {
  const auto reader = attach::open_journal(profile, "sagactl");
  if (!reader) return fail(options, reader.error(), status_of(reader.error()));
  const auto page = (*reader)->page(filter_of(options), options.journal_after, options.limit);
  if (!page) return fail(options, page.error(), status_of(page.error()));
  if (options.json) {
    Json document{{"entries", Json::array()}, {"next", page->next ? Json(to_text(*page->next)) : Json()}};
    for (const JournalEntry& entry : page->entries) document["entries"].push_back(json_of(entry));
    fmt::print("{}", dump(document));
    return kDone;
  }
  std::vector<std::vector<std::string>> rows;
  for (const JournalEntry& entry : page->entries) {
    rows.push_back({iso_time(entry.at), fmt::format("{} {}", entry.area, entry.seq), entry.kind, entry.who, entry.what,
                    entry.on_what, entry.why});
  }
  fmt::print("{}", table({"AT", "ROW", "KIND", "WHO", "WHAT", "ON", "WHY"}, rows));
  if (page->next) fmt::print(stderr, "More with --after {}\n", printable(to_text(*page->next)));
  return kDone;
}

int verify_journal(const Options& options, const attach::Profile& profile) {
  // Before the database is asked: what is written meanwhile then cannot look as if it were missing.
  const auto kept = attach::read_anchors(attach::anchor_file_of(profile));
  if (!kept) return fail(options, kept.error(), kUnexpected);
  if (kept->unreadable > 0) {
    fmt::print(stderr,
               "{} line(s) of {} are no positions of the journal: cut short by a crash, or changed by somebody.\n",
               kept->unreadable, attach::anchor_file_of(profile).string());
  }
  const auto reader = attach::open_journal(profile, "sagactl");
  if (!reader) return fail(options, reader.error(), status_of(reader.error()));
  const bool watched = isatty(STDERR_FILENO) == 1;
  const auto report = saga::verify_journal(**reader, kept->anchors, [&](std::int64_t rows) {
    if (watched) fmt::print(stderr, "\r{} rows", rows);
    return true;
  });
  if (watched) fmt::print(stderr, "\r\x1b[K");
  if (!report) return fail(options, report.error(), status_of(report.error()));
  if (options.json) {
    fmt::print("{}", dump(json_of(*report)));
  } else {
    print(*report);
  }
  return report->breach_count == 0 ? kDone : kRefused;
}

int export_journal(const Options& options, const attach::Profile& profile) {
  const auto reader = attach::open_journal(profile, "sagactl");
  if (!reader) return fail(options, reader.error(), status_of(reader.error()));
  ExportStream out(options, journal_csv_header());
  const auto count = for_each_entry(**reader, filter_of(options), [&](const JournalEntry& entry) {
    return out.csv() ? out.put_csv(journal_csv_line(entry)) : out.put_json(json_of(entry));
  });
  return out.end(count, "row(s)");
}

}  // namespace saga::ctl
