// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <QString>

#include "backend/ports/journal_reader.h"

namespace saga::ui {

// Which rows of the journal are looked at. The last part of time moves on with the server's clock.
struct JournalQuery {
  std::optional<std::string> area = {};
  std::optional<std::string> who = {};
  std::optional<std::string> what = {};
  std::optional<std::string> on_what = {};
  std::optional<std::chrono::seconds> within = {};

  [[nodiscard]] JournalFilter filter(TimePoint server_now) const;
  friend bool operator==(const JournalQuery&, const JournalQuery&) = default;
};

// What stands in the filter field: area:routing who:kim.sujin what:RETRY on:0195a1c3-… within:2h. A word alone is what
// a row is about: a saga, a toggle, a job.
[[nodiscard]] JournalQuery journal_query_from(const QString& line);
[[nodiscard]] QString text_of(const JournalQuery& query);

}  // namespace saga::ui
