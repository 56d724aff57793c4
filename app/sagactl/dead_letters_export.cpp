// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json_dead_letters.h"
#include "backend/attach/dead_letters.h"

namespace saga::ctl {

int export_letters(const Options& options, const attach::Profile& profile) {
  const auto truth = attach::open_dead_letter_queue(profile, "sagactl");
  if (!truth) return fail(options, truth.error(), status_of(truth.error()));
  const bool csv = options.format == "csv";
  const auto write = [](const std::string& text) -> Result<void> {
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return {};
    return std::unexpected(Error{ErrorKind::Internal, "What was exported cannot be written."});
  };
  if (csv) {
    if (const auto written = write(letter_csv_header()); !written) return fail(options, written.error(), kUnexpected);
  }
  const auto count = for_each_letter(**truth, {.queue = options.queue}, [&](const DeadLetter& letter) {
    // One line a letter, in ASCII: text from outside can then do nothing to a terminal.
    return write(csv ? letter_csv_line(letter)
                     : to_json(letter, true).dump(-1, ' ', true, Json::error_handler_t::replace) + "\n");
  });
  if (!count) return fail(options, count.error(), status_of(count.error()));
  if (std::fflush(stdout) != 0) {
    return fail(options, Error{ErrorKind::Internal, "What was exported cannot be written."}, kUnexpected);
  }
  fmt::print(stderr, "{} dead letter(s).\n", *count);
  return kDone;
}

}  // namespace saga::ctl
