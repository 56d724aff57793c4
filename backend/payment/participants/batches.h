// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "backend/payment/participants/inbox.h"

namespace saga::payment {

// Answers messages in as few transactions as possible. Two of one saga (a duplicate, or action and compensation
// together) never share one: the second finds in the inbox what the first left there.
// A transaction that fails is halved, down to the single message; one that fails alone is answered with a retryable
// failure whose code is the SQLSTATE. One failing message thus costs the others time, never their result.
// An Error only if the database is out of reach or a commit is in doubt: then hand over all of them again.
[[nodiscard]] Result<std::vector<Answer>> answer_all(const Inbox& inbox, pg::Session& session, const Clock& clock,
                                                     std::span<const Message> messages, Counter& halvings);

}  // namespace saga::payment
