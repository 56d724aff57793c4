// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/commands.h"
#include "app/sagactl/export_stream.h"
#include "app/sagactl/json_dead_letters.h"
#include "backend/attach/dead_letters.h"

namespace saga::ctl {

int export_letters(const Options& options, const attach::Profile& profile) {
  const auto truth = attach::open_dead_letter_queue(profile, "sagactl");
  if (!truth) return fail(options, truth.error(), status_of(truth.error()));
  ExportStream out(options, letter_csv_header());
  const auto count = for_each_letter(**truth, {.queue = options.queue}, [&](const DeadLetter& letter) {
    return out.csv() ? out.put_csv(letter_csv_line(letter)) : out.put_json(to_json(letter, true));
  });
  return out.end(count, "dead letter(s)");
}

}  // namespace saga::ctl
