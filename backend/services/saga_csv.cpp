// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/saga_csv.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace saga {
namespace {

// A number of ours, which may begin with a minus.
void append_number(std::string& line, std::int64_t number) { line += "," + std::to_string(number); }

}  // namespace

std::string csv_field(std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos;
  if (!formula && text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = formula ? "\"'" : "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string csv_time(TimePoint time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                     (time - seconds).count());
}

std::string csv_time(const std::optional<TimePoint>& time) { return time ? csv_time(*time) : std::string(); }

void append_csv_field(std::string& line, std::string_view field) {
  if (!line.empty()) line += ',';
  line += csv_field(field);
}

std::string csv_header() {
  return "saga_id,type,condition,status,step,attempts,order_id,user_id,amount_minor,currency,route,parked_reason,"
         "open_effects,resolution,created_at,updated_at,progress_at,version,trace_id\r\n";
}

std::string csv_line(const Saga& saga, TimePoint server_now) {
  std::string line;
  append_csv_field(line, saga.id);
  append_csv_field(line, saga.type);
  append_csv_field(line, to_text(condition_of(saga, server_now)));
  append_csv_field(line, saga.raw_status);
  append_csv_field(line, saga.current_step);
  append_number(line, saga.attempts);
  append_csv_field(line, saga.order_id.value_or(""));
  append_csv_field(line, saga.user_id.value_or(""));
  if (saga.amount) {
    append_number(line, saga.amount->minor);
    append_csv_field(line, saga.amount->currency);
  } else {
    line += ",,";
  }
  append_csv_field(line, saga.route);
  append_csv_field(line, saga.parked_reason.value_or(""));
  append_number(line, saga.open_effects);
  append_csv_field(line, saga.resolution.value_or(""));
  append_csv_field(line, csv_time(saga.created_at));
  append_csv_field(line, csv_time(saga.updated_at));
  append_csv_field(line, csv_time(saga.progress_at));
  append_number(line, saga.version);
  append_csv_field(line, saga.trace_id);
  return line + "\r\n";
}

Result<std::shared_ptr<SagaCsv>> SagaCsv::create(const std::filesystem::path& path, const ListQuery& query) {
  auto file = CsvFile::create(path, csv_header());
  if (!file) return std::unexpected(file.error());
  return std::shared_ptr<SagaCsv>(new SagaCsv(std::move(*file), query));
}

Result<SagaCsv::Progress> SagaCsv::write_next(SagaList& list, int limit) {
  if (progress_.complete) return progress_;
  const auto page = list.page(query_, rest_, limit);
  if (!page) return std::unexpected(page.error());
  for (const Saga& saga : page->sagas) file_->write(csv_line(saga, page->server_now));
  progress_.rows += static_cast<std::int64_t>(page->sagas.size());
  if (page->more) rest_.from = SagaBound{key_of(page->sagas.back(), query_.order.by), true};
  if (auto done = page->more ? file_->written() : file_->finish(); !done) return std::unexpected(done.error());
  progress_.complete = !page->more;
  return progress_;
}

}  // namespace saga
