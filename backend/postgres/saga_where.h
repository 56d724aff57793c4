// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "backend/ports/saga_filter.h"
#include "backend/postgres/params.h"

namespace saga::pg {

// Collects values and hands out their places: "$3".
class Values {
 public:
  template <class Value>
  std::string place(const Value& value) {
    params_.add(value);
    return fmt::format("${}", params_.values().size());
  }
  [[nodiscard]] Params take() { return std::move(params_); }

 private:
  Params params_;
};

// The condition as a predicate over saga.saga_view, in the words of its partial indexes. The same rule as
// saga.condition() and condition_of().
[[nodiscard]] std::string predicate(Condition condition);

// What of a filter holds for every saga that it finds, each part a predicate over saga.saga_view.
[[nodiscard]] std::vector<std::string> everywhere(const SagaFilter& filter, Values& values);

// What the search text may mean, each as a predicate of its own: joined by OR, none of them could use its index.
// Empty: nothing is searched for.
[[nodiscard]] std::vector<std::string> meanings(const SagaFilter& filter, Values& values);

// A text as a LIKE pattern that means only itself.
[[nodiscard]] std::string like_escaped(std::string_view text);

}  // namespace saga::pg
