// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "backend/payment/verification/survey.h"

namespace saga::payment {

// Balances, the entries that explain them, and the events. There is no index of the entries by account, and none is
// added for this: they are summed once from first to last, in slices of their numbers, and each window of balances is
// compared with that sum and what has been entered behind it. It keeps a number for each account with entries (about
// 100 bytes). Of a moment alone (`since`), the accounts that moved are compared with their events.
class AccountSurvey final : public Survey {
 public:
  explicit AccountSurvey(const Scope& scope) : scope_(scope) {}

  [[nodiscard]] std::vector<Place> needs() const override { return {Place::Balances}; }
  [[nodiscard]] std::vector<std::string_view> kinds() const override;
  [[nodiscard]] Result<Window> next(Reader& reader) override;
  [[nodiscard]] Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool again,
                                     Sink& sink) override;

 private:
  enum class Stage { Bounds, Entries, Balances, Rest };
  struct Sum {
    std::int64_t amount = 0;
    bool seen = false;
  };
  [[nodiscard]] Result<Window> bounds(Reader& reader);
  [[nodiscard]] Result<Window> sum_up(Reader& reader);
  [[nodiscard]] Result<Window> touched(Reader& reader);
  [[nodiscard]] Result<Window> balances(Reader& reader);
  [[nodiscard]] Result<Window> rest();

  Scope scope_;
  Stage stage_ = Stage::Bounds;
  std::int64_t position_ = 0, end_ = 0;  // entries up to position_ are summed, up to end_ they will be
  std::unordered_map<std::string, Sum> sums_;
  std::int64_t after_user_ = INT64_MIN;
  std::string after_currency_;
};

}  // namespace saga::payment
