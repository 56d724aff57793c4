// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <vector>

#include "backend/outcome/error.h"

namespace saga {

// Takes all rows of a list, a page at a time, so that they are never all in memory. `read` gives the page behind a
// cursor (none: the first), whose rows are `Page::*rows` and whose `next` leads on. How many; an Error of `read` or of
// `take` ends it.
template <typename Page, typename Row, typename Read>
[[nodiscard]] Result<std::int64_t> for_each_row(std::vector<Row> Page::* rows, const Read& read,
                                                const std::function<Result<void>(const Row&)>& take) {
  std::int64_t count = 0;
  decltype(Page::next) after;
  do {
    const Result<Page> page = read(after);
    if (!page) return std::unexpected(page.error());
    for (const Row& row : (*page).*rows) {
      if (auto taken = take(row); !taken) return std::unexpected(taken.error());
      ++count;
    }
    after = page->next;
  } while (after);
  return count;
}

}  // namespace saga
