// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/browse_dead_letters.h"

#include <algorithm>
#include <unordered_map>

#include "backend/services/pages.h"
#include "backend/services/saga_csv.h"

namespace saga {
namespace {

constexpr int kPage = 2'000;

Result<PlacedLetters> from_list(DeadLetterQueue& queue, const std::vector<ListedLetter>& entries) {
  std::vector<DeliveryId> ids;
  for (const ListedLetter& entry : entries) {
    if (!entry.id.empty()) ids.push_back(entry.id);
  }
  const auto found = queue.find(ids);
  if (!found) return std::unexpected(found.error());
  std::unordered_map<std::string_view, const DeadLetter*> by_id;
  for (const DeadLetter& letter : *found) by_id.emplace(letter.id, &letter);
  PlacedLetters placed{.letters = {}, .from_list = true};
  for (const ListedLetter& entry : entries) {
    PlacedLetter& at = placed.letters.emplace_back(PlacedLetter{.index = entry.index});
    if (const auto known = by_id.find(entry.id); known != by_id.end()) {
      at.letter = *known->second;
      at.stale = at.letter->status != DeliveryStatus::DeadLetter || at.letter->generation != entry.generation;
    }
  }
  return placed;
}

// PostgreSQL has no places; they are counted.
Result<PlacedLetters> from_truth(DeadLetterQueue& queue, const std::string& name, std::int64_t from, int count) {
  PlacedLetters placed;
  std::optional<LetterCursor> after;
  std::int64_t index = 0;
  do {
    auto page = queue.page({.queue = name}, after, static_cast<int>(std::min<std::int64_t>(kPage, from + count)));
    if (!page) return std::unexpected(page.error());
    for (DeadLetter& letter : page->letters) {
      if (index >= from && index < from + count) {
        placed.letters.push_back({.index = index, .letter = std::move(letter)});
      }
      ++index;
    }
    after = page->next;
  } while (after && index < from + count);
  return placed;
}

}  // namespace

Result<PlacedLetters> letters_at(DeadLetterQueue& queue, DeadLetterLists* lists, const std::string& name,
                                 std::int64_t from, int count) {
  std::optional<Error> trouble;
  if (lists != nullptr) {
    const auto entries = lists->entries(name, from, count);
    if (entries) return from_list(queue, *entries);
    trouble = entries.error();
  }
  auto placed = from_truth(queue, name, from, count);
  if (placed) placed->trouble = std::move(trouble);
  return placed;
}

Result<std::int64_t> for_each_letter(DeadLetterQueue& queue, const LetterFilter& filter,
                                     const std::function<Result<void>(const DeadLetter&)>& take) {
  return for_each_row<LetterPage, DeadLetter>(
      &LetterPage::letters, [&](const auto& after) { return queue.page(filter, after, kPage); }, take);
}

std::string letter_csv_header() {
  return "delivery_id,queue,target,event_type,saga_id,order_key,status,generation,retry_count,signature,error,died_at,"
         "occurred_at,created_at,last_attempt_at,payload_length,payload\r\n";
}

std::string letter_csv_line(const DeadLetter& letter) {
  std::string line;
  append_csv_field(line, letter.id);
  append_csv_field(line, letter.queue);
  append_csv_field(line, letter.target);
  append_csv_field(line, letter.event_type);
  append_csv_field(line, letter.saga_id);
  append_csv_field(line, letter.order_key);
  append_csv_field(line, letter.raw_status);
  append_csv_field(line, std::to_string(letter.generation));
  append_csv_field(line, std::to_string(letter.retry_count));
  append_csv_field(line, letter.signature);
  append_csv_field(line, letter.error);
  append_csv_field(line, csv_time(letter.died_at));
  append_csv_field(line, csv_time(letter.occurred_at));
  append_csv_field(line, csv_time(letter.created_at));
  append_csv_field(line, csv_time(letter.last_attempt_at));
  append_csv_field(line, std::to_string(letter.payload_length));
  append_csv_field(line, letter.payload);
  return line + "\r\n";
}

}  // namespace saga
