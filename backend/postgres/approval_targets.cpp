// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/approval_targets.h"

#include <cstddef>

#include "backend/domain/uuid.h"

namespace saga::pg {

Result<ApprovalTargetPage> PgApprovalTargets::page(const std::string& subject, const std::string& after, int limit) {
  if (!is_uuid(subject)) return ApprovalTargetPage{};
  // One more than is given out tells whether there are more.
  const auto rows = session_->read(
      "select target, generation, used_at from saga.approval_target_view where subject_id = $1::uuid and target > $2 "
      "order by target limit $3",
      {subject, after, limit + 1});
  if (!rows) return std::unexpected(rows.error());
  auto targets = rows->map([](const Row& row) {
    return ApprovalTarget{
        .target = row.text("target"), .generation = row.int32("generation"), .used_at = row.optional_time("used_at")};
  });
  if (!targets) return std::unexpected(targets.error());
  ApprovalTargetPage page{.targets = std::move(*targets)};
  if (page.targets.size() > static_cast<std::size_t>(limit)) {
    page.targets.resize(static_cast<std::size_t>(limit));
    page.next = page.targets.back().target;
  }
  return page;
}

Result<std::optional<std::string>> PgApprovalTargets::why_second_person(DeadLetterAction action,
                                                                        const std::vector<LetterTarget>& targets) {
  std::vector<std::string> ids;
  std::vector<int> generations;
  for (const LetterTarget& target : targets) {
    ids.push_back(target.id);
    generations.push_back(target.generation);
  }
  const auto rows =
      session_->read("select saga.why_second_person($1, $2::text[], $3::int[])", {to_text(action), ids, generations});
  if (!rows) {
    Error error = rows.error();
    if (error.kind == ErrorKind::Permission) error.message += "; it needs the role saga_operator";
    return std::unexpected(std::move(error));
  }
  return rows->one([](const Row& row) { return row.optional_text(0); });
}

}  // namespace saga::pg
