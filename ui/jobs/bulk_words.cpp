// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/bulk_words.h"

#include <algorithm>
#include <array>
#include <map>

#include <QCoreApplication>

#include "ui/sagas/words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"

namespace saga::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::BulkWords)
};

}  // namespace

QString refusal_in_words(const std::string& refusal) {
  using enum Refusal;
  for (const Refusal known : {StillMoving, Ended, FailedForGood, AlreadyUndoing, StillRecoverable, AlreadyResolved,
                              NotCompensated, UnknownStatus}) {
    if (to_text(known) == refusal) return refusal_text(known);
  }
  return visible_text(text(refusal));
}

std::vector<RefusedPart> refused_parts(const JobPreview& preview) {
  std::map<std::string, std::int64_t> by_reason;
  for (const JobPreviewPart& part : preview.parts) {
    if (!part.refusal.empty()) by_reason[part.refusal] += part.sagas;
  }
  std::vector<RefusedPart> parts;
  for (const auto& [refusal, sagas] : by_reason) parts.push_back({refusal_in_words(refusal), sagas});
  std::ranges::sort(parts, std::ranges::greater{}, &RefusedPart::sagas);
  return parts;
}

std::vector<Money> amounts_of(const JobPreview& preview) {
  std::map<std::string, std::int64_t> by_currency;
  for (const JobPreviewPart& part : preview.parts) {
    if (part.refusal.empty()) by_currency[part.amount.currency] += part.amount.minor;
  }
  std::vector<Money> amounts;
  for (const auto& [currency, minor] : by_currency) amounts.push_back({minor, currency});
  return amounts;
}

QString irreversible_text(Action action) {
  switch (action) {
    case Action::Retry:
      return Words::tr(
          "A step that runs again may take money and stock. It is not taken back, only compensated later.");
    case Action::Compensate:
      return Words::tr(
          "What is undone stays undone: the orders fail for good. What was told to the outside is not called back.");
    case Action::Resolve:
      return Words::tr("It settles the sagas as they are: nothing is paid back, nothing runs again, and it stays so.");
  }
  return {};
}

QString second_person_text(const ApprovalRule& rule) {
  return Words::tr(
             "One person alone may do at most %1. These will wait, at most %2, until a second person approves them.")
      .arg(count_text(std::int64_t{rule.above.value_or(0)}), age_text(rule.lives));
}

QString done_text(Action action) {
  switch (action) {
    case Action::Retry: return Words::tr("Will be retried");
    case Action::Compensate: return Words::tr("Will be undone");
    case Action::Resolve: return Words::tr("Will be settled");
  }
  return {};
}

}  // namespace saga::ui
