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

Result<std::shared_ptr<JournalCsv>> JournalCsv::create(const std::filesystem::path& path, const JournalFilter& filter) {
  auto file = CsvFile::create(path, journal_csv_header());
  if (!file) return std::unexpected(file.error());
  return std::shared_ptr<JournalCsv>(new JournalCsv(std::move(*file), filter));
}

Result<ExportProgress> JournalCsv::write_next(JournalReader& reader, int limit) {
  if (progress_.complete) return progress_;
  const auto page = reader.page(filter_, after_, limit);
  if (!page) return std::unexpected(page.error());
  for (const JournalEntry& entry : page->entries) file_->write(journal_csv_line(entry));
  progress_.rows += static_cast<std::int64_t>(page->entries.size());
  after_ = page->next;
  if (auto done = after_ ? file_->written() : file_->finish(); !done) return std::unexpected(done.error());
  progress_.complete = !after_;
  return progress_;
}

}  // namespace saga
