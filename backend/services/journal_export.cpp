// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/journal_export.h"

#include "backend/services/pages.h"
#include "backend/services/saga_csv.h"

namespace saga {
namespace {

constexpr int kPage = 2'000;

}  // namespace

Result<std::int64_t> for_each_entry(JournalReader& reader, const JournalFilter& filter,
                                    const std::function<Result<void>(const JournalEntry&)>& take) {
  return for_each_row<JournalPage, JournalEntry>(
      &JournalPage::entries, [&](const auto& after) { return reader.page(filter, after, kPage); }, take);
}

std::string journal_csv_header() { return "at,area,seq,kind,who,what,on,why,before,after,prev_hash,hash\r\n"; }

std::string journal_csv_line(const JournalEntry& entry) {
  std::string line = csv_time(entry.at) + "," + csv_field(entry.area) + "," + std::to_string(entry.seq);
  for (const std::string* text : {&entry.kind, &entry.who, &entry.what, &entry.on_what, &entry.why}) {
    line += "," + csv_field(*text);
  }
  line += "," + csv_field(entry.before.value_or("")) + "," + csv_field(entry.after.value_or(""));
  return line + "," + csv_field(entry.prev_hash) + "," + csv_field(entry.hash) + "\r\n";
}

}  // namespace saga
