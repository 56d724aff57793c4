// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_rows.h"

#include <algorithm>

namespace saga::pg {

Saga saga_from(const Row& row) {
  Saga saga;
  saga.id = row.text("saga_id");
  saga.type = row.text("saga_type");
  saga.current_step = row.text("current_step");
  saga.raw_status = row.text("status");
  saga.status = saga_status_from(saga.raw_status);
  saga.order_id = row.optional_text("order_id");
  saga.user_id = row.optional_text("user_id");
  if (const auto minor = row.optional_int64("amount")) saga.amount = Money{*minor, row.text("currency")};
  saga.trace_id = row.text("trace_id");
  saga.route = row.optional_text("route").value_or("");
  saga.route_reason = row.optional_text("route_reason").value_or("");
  saga.version = row.int32("version");
  saga.epoch = row.int64("epoch");
  saga.attempts = row.int32("attempts");
  saga.parked_reason = row.optional_text("parked_reason");
  saga.error = row.optional_text("error").value_or("");
  saga.open_effects = row.int32("open_effects");
  saga.progress_at = row.time("progress_at");
  saga.resolution = row.optional_text("resolution");
  saga.created_at = row.time("created_at");
  saga.updated_at = row.time("updated_at");
  return saga;
}

StepExecution step_from(const Row& row) {
  StepExecution step;
  step.step_name = row.text("step_name");
  step.direction = direction_from(row.text("direction"));
  step.attempt = row.int32("attempt");
  step.status = step_status_from(row.optional_text("status").value_or(""));
  step.input = row.text("input_data");
  step.output = row.optional_text("output_data").value_or("");
  step.error = row.optional_text("error_message").value_or("");
  step.started_at = row.time("started_at");
  step.executed_at = row.optional_time("executed_at");
  return step;
}

namespace {

// Characters of UTF-8: the bytes that do not continue one.
std::int64_t characters(const std::string& text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
}

}  // namespace

StepExecution step_head_from(const Row& row) {
  StepExecution step = step_from(row);
  // Masking may shorten a text; one that was not cut is whole whatever its length.
  constexpr std::int64_t kWhole = 66'048;
  const auto rest = [&](const char* column, const std::string& head) -> std::int64_t {
    const std::int64_t all = row.optional_int64(column).value_or(0);
    return all <= kWhole ? 0 : std::max<std::int64_t>(1, all - characters(head));
  };
  step.input_rest = rest("input_length", step.input);
  step.output_rest = rest("output_length", step.output);
  step.error_rest = rest("error_length", step.error);
  return step;
}

JournalRow journal_row_from(const Row& row) {
  JournalRow entry;
  entry.seq = row.int64("seq");
  entry.kind = row.text("kind");
  entry.who = row.text("who");
  entry.what = row.text("what");
  entry.on_what = row.text("on_what");
  entry.why = row.text("why");
  entry.before = row.optional_text("before").value_or("");
  entry.after = row.optional_text("after").value_or("");
  entry.at = row.time("at");
  return entry;
}

CommandRecord command_from(const Row& row) {
  CommandRecord command;
  command.command_id = row.text("command_id");
  const auto action = action_from(row.text("action"));
  if (!action) row.fail("action", "it is an action that is not known here");
  command.action = action.value_or(Action::Retry);
  command.expected_version = row.int32("expected_version");
  command.requested_by = row.text("requested_by");
  command.reason = row.text("reason");
  command.status = row.text("status");
  command.outcome = row.optional_text("outcome").value_or("");
  command.requested_at = row.time("requested_at");
  command.finished_at = row.optional_time("finished_at");
  return command;
}

}  // namespace saga::pg
