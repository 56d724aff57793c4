// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/receiver/ledger.h"

#include <algorithm>

namespace saga::payment {

void Ledger::asked(const std::string& target) {
  const std::scoped_lock lock(mutex_);
  ++books_[target].counts.requests;
}

void Ledger::accept(const std::string& target, const Arrival& arrival) {
  const std::scoped_lock lock(mutex_);
  Book& book = books_[target];
  ++book.counts.accepted;
  book.last = arrival;
  if (++book.times[arrival.delivery_id] > 1) {
    ++book.counts.repeated;
    return;
  }
  ++book.counts.deliveries;
  if (arrival.generation > 0) return;
  std::int64_t& furthest = book.furthest[arrival.order_key];
  if (arrival.position < furthest) ++book.counts.order_violations;
  furthest = std::max(furthest, arrival.position);
}

TargetCounts Ledger::counts(const std::string& target) const {
  const std::scoped_lock lock(mutex_);
  const auto book = books_.find(target);
  return book != books_.end() ? book->second.counts : TargetCounts{};
}

std::vector<std::string> Ledger::targets() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, book] : books_) names.push_back(name);
  return names;
}

int Ledger::times(const std::string& target, const std::string& delivery_id) const {
  const std::scoped_lock lock(mutex_);
  const auto book = books_.find(target);
  if (book == books_.end()) return 0;
  const auto found = book->second.times.find(delivery_id);
  return found != book->second.times.end() ? found->second : 0;
}

std::map<std::string, int> Ledger::accepted(const std::string& target) const {
  const std::scoped_lock lock(mutex_);
  const auto book = books_.find(target);
  if (book == books_.end()) return {};
  return {book->second.times.begin(), book->second.times.end()};
}

Arrival Ledger::last(const std::string& target) const {
  const std::scoped_lock lock(mutex_);
  const auto book = books_.find(target);
  return book != books_.end() ? book->second.last : Arrival{};
}

void Ledger::clear() {
  const std::scoped_lock lock(mutex_);
  books_.clear();
}

}  // namespace saga::payment
