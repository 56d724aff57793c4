// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/incident_bundle.h"

#include <algorithm>

#include <fmt/format.h>

#include "backend/services/journal_export.h"
#include "backend/services/saga_csv.h"

namespace saga {
namespace {

std::string_view word_of(timeline::MarkerKind kind) {
  switch (kind) {
    case timeline::MarkerKind::Flip: return "toggle";
    case timeline::MarkerKind::Rollback: return "rollback";
    case timeline::MarkerKind::Action: break;  // journal.csv has them, each by itself
    case timeline::MarkerKind::WorkerLost: return "worker lost";
    case timeline::MarkerKind::GatewaySilent: return "gateway silent";
  }
  return {};
}

std::string line_of(const SagaId& saga, const StepExecution& attempt) {
  std::string line;
  append_csv_field(line, saga);
  append_csv_field(line, attempt.step_name);
  append_csv_field(line, to_text(attempt.direction));
  append_csv_field(line, std::to_string(attempt.attempt));
  append_csv_field(line, to_text(attempt.status));
  append_csv_field(line, attempt.error);
  append_csv_field(line, csv_time(attempt.started_at));
  append_csv_field(line, csv_time(attempt.executed_at));
  return line + "\r\n";
}

std::string line_of(const timeline::Marker& marker) {
  std::string line;
  append_csv_field(line, csv_time(marker.at));
  append_csv_field(line, csv_time(marker.until));
  append_csv_field(line, word_of(marker.kind));
  append_csv_field(line, marker.what);
  append_csv_field(line, marker.before);
  append_csv_field(line, marker.after);
  append_csv_field(line, marker.who);
  append_csv_field(line, marker.why);
  return line + "\r\n";
}

Error missing() { return Error{ErrorKind::Incompatible, "This system cannot be read so far."}; }

}  // namespace

Result<std::shared_ptr<IncidentBundle>> IncidentBundle::create(const std::filesystem::path& path,
                                                               const Incident& incident) {
  if (incident.to <= incident.from) return std::unexpected(Error{ErrorKind::Invalid, "The period is empty."});
  auto zip = ZipFile::create(path);
  if (!zip) return std::unexpected(zip.error());
  return std::shared_ptr<IncidentBundle>(new IncidentBundle(std::move(*zip), incident));
}

Result<ExportProgress> IncidentBundle::write_next(Readers& readers, int limit) {
  if (progress_.complete) return progress_;
  if (auto written = write_some(readers, limit); !written) return std::unexpected(written.error());
  progress_.complete = part_ == Part::Done;
  return progress_;
}

Result<void> IncidentBundle::write_some(Readers& readers, int limit) {
  switch (part_) {
    case Part::Sagas: return write_sagas(readers, limit);
    case Part::Attempts: return write_attempts(readers, limit);
    case Part::Journal: return write_journal(readers, limit);
    case Part::Events: return write_events(readers);
    case Part::Rest: return write_rest();
    case Part::Done: break;
  }
  return {};
}

Result<void> IncidentBundle::begin(const std::string& name, std::string_view header) {
  if (std::exchange(begun_, true)) return {};
  file_ = name;
  counts_[name] = 0;
  if (auto begun = zip_->begin(name, incident_.asked); !begun) return begun;
  return zip_->write(fmt::format("{}{}", kByteOrderMark, header));
}

Result<void> IncidentBundle::put(std::string_view line) {
  ++counts_[file_];
  ++progress_.rows;
  return zip_->write(line);
}

Result<ListPage> IncidentBundle::next_sagas(Readers& readers, int limit) {
  if (!readers.list || !readers.timeline) return std::unexpected(missing());
  const ListQuery query{.filter = {.from = incident_.from, .to = incident_.to}};
  auto page = readers.list->page(query, rest_, limit);
  if (page && page->more) rest_.from = SagaBound{key_of(page->sagas.back(), query.order.by), true};
  if (page && !page->more) rest_ = {};
  return page;
}

Result<void> IncidentBundle::write_sagas(Readers& readers, int limit) {
  if (auto begun = begin("sagas.csv", csv_header()); !begun) return begun;
  const auto page = next_sagas(readers, limit);
  if (!page) return std::unexpected(page.error());
  for (const Saga& saga : page->sagas) {
    chart_.add(saga, page->server_now);
    ++by_condition_[std::string(to_text(condition_of(saga, page->server_now)))];
    if (auto written = put(csv_line(saga, page->server_now)); !written) return written;
  }
  if (page->more) return {};
  part_ = Part::Attempts;
  begun_ = false;
  return {};
}

Result<void> IncidentBundle::write_attempts(Readers& readers, int limit) {
  if (auto begun = begin("attempts.csv", "saga_id,step,direction,attempt,status,error,started_at,executed_at\r\n");
      !begun) {
    return begun;
  }
  const auto page = next_sagas(readers, limit);
  if (!page) return std::unexpected(page.error());
  std::vector<SagaId> ids;
  for (const Saga& saga : page->sagas) {
    ids.push_back(saga.id);
    if (ids.size() < TimelineReader::kMostSteps) continue;
    if (auto written = put_attempts(*readers.timeline, std::exchange(ids, {})); !written) return written;
  }
  if (auto written = put_attempts(*readers.timeline, ids); !written) return written;
  if (page->more) return {};
  part_ = Part::Journal;
  begun_ = false;
  return {};
}

Result<void> IncidentBundle::put_attempts(TimelineReader& timeline, const std::vector<SagaId>& ids) {
  if (ids.empty()) return {};
  const auto attempts = timeline.steps(ids);
  if (!attempts) return std::unexpected(attempts.error());
  for (const SagaId& id : ids) {
    const auto found = attempts->find(id);
    if (found == attempts->end()) continue;
    for (const StepExecution& attempt : found->second) {
      if (auto written = put(line_of(id, attempt)); !written) return written;
    }
  }
  return {};
}

Result<void> IncidentBundle::write_journal(Readers& readers, int limit) {
  if (!readers.journal) return std::unexpected(missing());
  if (auto begun = begin("journal.csv", journal_csv_header()); !begun) return begun;
  const auto page = readers.journal->page({.since = incident_.from, .until = incident_.to}, after_, limit);
  if (!page) return std::unexpected(page.error());
  for (const JournalEntry& entry : page->entries) {
    if (auto written = put(journal_csv_line(entry)); !written) return written;
  }
  after_ = page->next;
  if (after_) return {};
  part_ = Part::Events;
  begun_ = false;
  return {};
}

Result<void> IncidentBundle::write_events(Readers& readers) {
  if (auto begun = begin("events.csv", "at,until,kind,what,before,after,who,why\r\n"); !begun) return begun;
  const auto markers = readers.timeline->markers(incident_.from, incident_.to);
  if (!markers) return std::unexpected(markers.error());
  std::map<std::string_view, std::size_t> of_kind;
  for (const timeline::Marker& marker : *markers) {
    if (marker.kind == timeline::MarkerKind::Action) continue;
    // The rollback is a toggle, and read with them.
    ++of_kind[word_of(marker.kind == timeline::MarkerKind::Rollback ? timeline::MarkerKind::Flip : marker.kind)];
    if (auto written = put(line_of(marker)); !written) return written;
  }
  for (const auto& [kind, count] : of_kind) {
    if (count >= TimelineReader::kMostMarkers) cut_.emplace_back(kind);
  }
  part_ = Part::Rest;
  return {};
}

std::string IncidentBundle::about() const {
  std::string text = fmt::format(
      "Incident of {}\n\nfrom  {}\nto    {} (not included)\nread  {}\n\nAll times are UTC. Payloads of steps and "
      "events "
      "are left out; the\nsystem itself has them, for whoever may see them.\n\n",
      incident_.system, csv_time(incident_.from), csv_time(incident_.to), csv_time(incident_.asked));
  const std::map<std::string, std::string_view> says{
      {"sagas.csv", "sagas that began in the period, as they stand now"},
      {"attempts.csv", "every attempt of their steps and compensations"},
      {"journal.csv", "what operators did in the period, with the hashes of its chains"},
      {"events.csv", "toggles, rollbacks and outages that cut through it"}};
  for (const auto& [file, rows] : counts_) text += fmt::format("{:<14}{:>9} rows  {}\n", file, rows, says.at(file));
  text += "chart.svg                     the sagas by when they began and what has become of them\n";
  text += "\nevents.csv is without the actions on sagas: journal.csv has every one of them.\n";
  for (const std::string& kind : cut_) {
    text +=
        fmt::format("events.csv is not whole: of \"{}\" no more than the newest {} are read, and so many there are.\n",
                    kind, TimelineReader::kMostMarkers);
  }
  if (by_condition_.empty()) return text;
  text += "\nThe sagas now:\n";
  for (const auto& [condition, count] : by_condition_) text += fmt::format("{:>9}  {}\n", count, condition);
  return text;
}

Result<void> IncidentBundle::write_rest() {
  for (const auto& [name, text] : {std::pair("chart.svg", chart_.svg()), std::pair("README.txt", about())}) {
    if (auto begun = zip_->begin(name, incident_.asked); !begun) return begun;
    if (auto written = zip_->write(text); !written) return written;
  }
  if (auto done = zip_->finish(); !done) return done;
  part_ = Part::Done;
  return {};
}

}  // namespace saga
