// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/ports/saga_filter.h"
#include "backend/ports/saga_reader.h"

namespace saga {

// Amount: by currency and then by amount. Status and Step: those of the same are by creation.
enum class SortBy { Created, Updated, Amount, Status, Step };

struct SagaOrder {
  SortBy by = SortBy::Created;
  bool ascending = false;
  friend bool operator==(const SagaOrder&, const SagaOrder&) = default;
};

// What a saga is sorted by, compared as the database does: the text by its bytes, then the number, then the id.
struct SagaKey {
  std::string text = {};    // the currency, status or step; "" when sorted by a time
  std::int64_t number = 0;  // minor units, or microseconds since 1970
  SagaId id;
  friend auto operator<=>(const SagaKey&, const SagaKey&) = default;
};
[[nodiscard]] SagaKey key_of(const Saga& saga, SortBy by);
// Whether a comes before b in the list.
[[nodiscard]] bool comes_before(const SagaOrder& order, const SagaKey& a, const SagaKey& b);

// A place between two sagas of a list: before the one with the key, or past it. It keeps its meaning when that saga
// is gone.
struct SagaBound {
  SagaKey key;
  bool past = false;
  friend bool operator==(const SagaBound&, const SagaBound&) = default;
};

struct ListRange {
  std::optional<SagaBound> from = {};  // none: from the beginning
  std::optional<SagaBound> to = {};    // none: to the end
  friend bool operator==(const ListRange&, const ListRange&) = default;
};

struct ListQuery {
  SagaFilter filter = {};
  SagaOrder order = {};
  friend bool operator==(const ListQuery&, const ListQuery&) = default;
};

struct ListPage {
  std::vector<Saga> sagas;  // in the list's order
  bool more = false;        // the range holds more than these
  TimePoint server_now = {};
};

// Every stride-th key of a range, its first one included, and how many sagas are in it. Whoever has it finds any row
// of a million with one page.
struct KeyIndex {
  std::vector<SagaKey> keys;
  int stride = 1;
  std::int64_t count = 0;
  TimePoint server_now = {};
};

// Reads a list of any length by its keys. What is inserted or ends meanwhile neither repeats nor hides a saga that
// stays where it is.
class SagaList {
 public:
  // Which end of the range a page is taken from.
  enum class End { First, Last };

  virtual ~SagaList() = default;
  virtual Result<ListPage> page(const ListQuery& query, const ListRange& range, int limit, End end = End::First) = 0;
  // Counts up to `cap` and says when there are more.
  virtual Result<CappedCount> count(const ListQuery& query, const ListRange& range, int cap) = 0;
  // Looks at every key of the range: for the background.
  virtual Result<KeyIndex> keys(const ListQuery& query, const ListRange& range, int stride) = 0;
};

}  // namespace saga
