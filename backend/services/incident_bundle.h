// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backend/services/csv_file.h"
#include "backend/services/incident_chart.h"
#include "backend/services/readers.h"
#include "backend/services/zip_file.h"

namespace saga {

struct Incident {
  std::string system;  // the profile
  TimePoint from = {};
  TimePoint to = {};     // not included
  TimePoint asked = {};  // when this was put together
};

// What is known of a period, as one file to hand on: the sagas that began in it, their attempts, what operators did,
// what happened to the system, and a picture. Without payloads, which may be of persons. Used by one thread at a time.
class IncidentBundle {
 public:
  [[nodiscard]] static Result<std::shared_ptr<IncidentBundle>> create(const std::filesystem::path& path,
                                                                      const Incident& incident);
  // Reads and writes the next page of whatever is next. Rows are those of all parts.
  [[nodiscard]] Result<ExportProgress> write_next(Readers& readers, int limit = 2'000);

 private:
  enum class Part { Sagas, Attempts, Journal, Events, Rest, Done };

  IncidentBundle(std::unique_ptr<ZipFile> zip, const Incident& incident)
      : zip_(std::move(zip)), incident_(incident), chart_(incident.from, incident.to) {}
  [[nodiscard]] Result<void> write_some(Readers& readers, int limit);
  [[nodiscard]] Result<void> write_sagas(Readers& readers, int limit);
  [[nodiscard]] Result<void> write_attempts(Readers& readers, int limit);
  [[nodiscard]] Result<void> write_journal(Readers& readers, int limit);
  [[nodiscard]] Result<void> write_events(Readers& readers);
  [[nodiscard]] Result<void> write_rest();
  [[nodiscard]] Result<void> begin(const std::string& name, std::string_view header);
  [[nodiscard]] Result<void> put(std::string_view line);
  [[nodiscard]] Result<void> put_attempts(TimelineReader& timeline, const std::vector<SagaId>& ids);
  [[nodiscard]] Result<ListPage> next_sagas(Readers& readers, int limit);
  [[nodiscard]] std::string about() const;

  std::unique_ptr<ZipFile> zip_;
  Incident incident_;
  IncidentChart chart_;
  Part part_ = Part::Sagas;
  bool begun_ = false;  // the part's file
  ListRange rest_;      // of the sagas
  std::optional<JournalCursor> after_;
  std::map<std::string, std::int64_t> counts_;  // rows, by file
  std::string file_;                            // that is written now
  std::map<std::string, std::int64_t> by_condition_;
  std::vector<std::string> cut_;  // kinds of events of which there may be more
  ExportProgress progress_;
};

}  // namespace saga
