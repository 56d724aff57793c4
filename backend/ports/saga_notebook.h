// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/domain/saga.h"
#include "backend/outcome/action_outcome.h"

namespace saga {

struct NoteChange {
  enum class Kind { Note, Take, Release } kind = Kind::Note;
  SagaId saga;
  std::string text = {};  // Note: what it says
  std::string over = {};  // Take: whose claim is knowingly taken over; "": nobody's
  friend bool operator==(const NoteChange&, const NoteChange&) = default;
};

// Adds notes, takes sagas and gives them back. Every change is journalled, also one that was refused.
class SagaNotebook {
 public:
  virtual ~SagaNotebook() = default;
  // Applied: it is done; its command_id is empty. Conflict: somebody else has the saga, its reason says who and since
  // when ("kim.sujin took it at 14:05:11 UTC").
  virtual ActionOutcome change(const NoteChange& change) = 0;
};

}  // namespace saga
