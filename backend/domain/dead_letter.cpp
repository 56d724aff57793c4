// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/dead_letter.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "backend/domain/uuid.h"

namespace saga {
namespace {

constexpr std::size_t kUuidLength = 36;

constexpr std::array<std::pair<DeliveryStatus, std::string_view>, 5> kStatuses{
    {{DeliveryStatus::Pending, "PENDING"},
     {DeliveryStatus::Failed, "FAILED"},
     {DeliveryStatus::Sent, "SENT"},
     {DeliveryStatus::DeadLetter, "DEAD_LETTER"},
     {DeliveryStatus::Discarded, "DISCARDED"}}};

}  // namespace

std::optional<DeliveryId> delivery_id_from(std::string_view text) {
  if (text.size() < kUuidLength + 2 || text[kUuidLength] != '/') return std::nullopt;
  std::string event(text.substr(0, kUuidLength));
  if (!is_uuid(event)) return std::nullopt;
  std::ranges::transform(event, event.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return event + std::string(text.substr(kUuidLength));
}

std::string_view to_text(DeliveryStatus status) {
  for (const auto& [known, text] : kStatuses) {
    if (known == status) return text;
  }
  return "";
}

DeliveryStatus delivery_status_from(std::string_view text) {
  for (const auto& [status, known] : kStatuses) {
    if (known == text) return status;
  }
  return DeliveryStatus::Unknown;
}

std::string_view to_text(DeadLetterAction action) {
  switch (action) {
    case DeadLetterAction::Replay: return "REPLAY";
    case DeadLetterAction::Discard: return "DISCARD";
    case DeadLetterAction::Restore: return "RESTORE";
  }
  return "";
}

}  // namespace saga
