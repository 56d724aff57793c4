// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <vector>

#include "backend/ports/saga_list.h"
#include "tests/support/filter_match.h"

namespace saga::test {

// The list of sagas that a test puts into a vector, which may change between two questions.
class FakeList final : public SagaList {
 public:
  FakeList(const std::vector<Saga>& sagas, const TimePoint& now) : sagas_(sagas), now_(now) {}

  std::vector<ListQuery> pages;    // as they were asked for
  std::vector<ListQuery> indexes;  // likewise
  bool capped_only = false;        // no index of keys can be had

  Result<ListPage> page(const ListQuery& query, const ListRange& range, int limit, End end = End::First) override {
    pages.push_back(query);
    ListPage out{in(query, range), false, now_};
    const auto most = static_cast<std::size_t>(limit);
    out.more = out.sagas.size() > most;
    if (out.more && end == End::First) out.sagas.resize(most);
    if (out.more && end == End::Last) out.sagas.erase(out.sagas.begin(), out.sagas.end() - limit);
    return out;
  }
  Result<CappedCount> count(const ListQuery& query, const ListRange& range, int cap) override {
    const auto found = static_cast<std::int64_t>(in(query, range).size());
    return CappedCount{std::min<std::int64_t>(found, cap), found > cap};
  }
  Result<KeyIndex> keys(const ListQuery& query, const ListRange& range, int stride) override {
    indexes.push_back(query);
    if (capped_only) return std::unexpected(Error{ErrorKind::Timeout, "it takes too long"});
    const auto found = in(query, range);
    KeyIndex index{{}, stride, static_cast<std::int64_t>(found.size()), now_};
    for (std::size_t i = 0; i < found.size(); i += static_cast<std::size_t>(stride)) {
      index.keys.push_back(key_of(found[i], query.order.by));
    }
    return index;
  }

 private:
  [[nodiscard]] std::vector<Saga> in(const ListQuery& query, const ListRange& range) const {
    const auto& order = query.order;
    // Where a saga's key lies to a bound: before it or behind it.
    const auto before = [&](const SagaKey& key, const SagaBound& bound) {
      return comes_before(order, key, bound.key) || (bound.past && key == bound.key);
    };
    std::vector<Saga> out;
    for (const Saga& saga : sagas_) {
      const SagaKey key = key_of(saga, order.by);
      if (range.from && before(key, *range.from)) continue;
      if (range.to && !before(key, *range.to)) continue;
      if (matches(query.filter, saga, now_)) out.push_back(saga);
    }
    std::ranges::sort(out, [&](const Saga& a, const Saga& b) {
      return comes_before(order, key_of(a, order.by), key_of(b, order.by));
    });
    return out;
  }

  const std::vector<Saga>& sagas_;
  const TimePoint& now_;
};

}  // namespace saga::test
