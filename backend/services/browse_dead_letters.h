// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/ports/dead_letter_lists.h"
#include "backend/ports/dead_letter_queue.h"

namespace saga {

// A place of a queue. Which entry lies there the list says, what it is PostgreSQL.
struct PlacedLetter {
  std::int64_t index = 0;                 // 0 is the newest
  std::optional<DeadLetter> letter = {};  // nothing: the entry cannot be read, or its delivery is gone
  // The list is behind: the delivery is no dead letter any more, or died again since.
  bool stale = false;
};

struct PlacedLetters {
  std::vector<PlacedLetter> letters;
  bool from_list = false;             // else in PostgreSQL's order, because the list cannot be read
  std::optional<Error> trouble = {};  // why
};

// `lists` may be null.
[[nodiscard]] Result<PlacedLetters> letters_at(DeadLetterQueue& queue, DeadLetterLists* lists, const std::string& name,
                                               std::int64_t from, int count);

// Reads all that a filter means, a page at a time, so that they are never all in memory. How many; an Error of `take`
// ends it.
[[nodiscard]] Result<std::int64_t> for_each_letter(DeadLetterQueue& queue, const LetterFilter& filter,
                                                   const std::function<Result<void>(const DeadLetter&)>& take);

[[nodiscard]] std::string letter_csv_header();
// Foreign text in it is only text: see csv_field.
[[nodiscard]] std::string letter_csv_line(const DeadLetter& letter);

}  // namespace saga
