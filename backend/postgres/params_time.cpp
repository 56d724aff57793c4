// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>

#include <fmt/format.h>

#include "backend/postgres/params.h"

namespace saga::pg {
namespace {

using std::chrono::microseconds;

// Reads "2026-11-20 10:00:00.123456+00" from left to right.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  // A number of `least` to `most` digits.
  std::optional<int> digits(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    while (count < most && count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') ++count;
    if (count < least) return std::nullopt;
    int value = 0;
    std::from_chars(rest_.data(), rest_.data() + count, value);
    rest_.remove_prefix(count);
    return value;
  }
  bool skip(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
};

std::optional<std::chrono::sys_days> read_date(Scanner& scanner) {
  const auto year = scanner.digits(4, 6);
  if (!year || !scanner.skip('-')) return std::nullopt;
  const auto month = scanner.digits(2, 2);
  if (!month || !scanner.skip('-')) return std::nullopt;
  const auto day = scanner.digits(2, 2);
  if (!day || *year > 32767) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::optional<microseconds> read_fraction(Scanner& scanner) {
  const std::size_t before = scanner.left();
  auto value = scanner.digits(1, 6);
  if (!value) return std::nullopt;
  for (std::size_t digits = before - scanner.left(); digits < 6; ++digits) *value *= 10;
  return microseconds(*value);
}

std::optional<microseconds> read_clock(Scanner& scanner) {
  const auto hour = scanner.digits(2, 2);
  if (!hour || !scanner.skip(':')) return std::nullopt;
  const auto minute = scanner.digits(2, 2);
  if (!minute || !scanner.skip(':')) return std::nullopt;
  const auto second = scanner.digits(2, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  microseconds time = std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
  if (scanner.skip('.')) {
    const auto fraction = read_fraction(scanner);
    if (!fraction) return std::nullopt;
    time += *fraction;
  }
  return time;
}

std::optional<std::chrono::seconds> read_offset(Scanner& scanner) {
  const bool behind = scanner.skip('-');
  if (!behind && !scanner.skip('+')) return std::nullopt;
  const auto hours = scanner.digits(2, 2);
  if (!hours) return std::nullopt;
  std::chrono::seconds offset = std::chrono::hours(*hours);
  if (scanner.skip(':')) {
    const auto minutes = scanner.digits(2, 2);
    if (!minutes) return std::nullopt;
    offset += std::chrono::minutes(*minutes);
    if (scanner.skip(':')) {
      const auto seconds = scanner.digits(2, 2);
      if (!seconds) return std::nullopt;
      offset += std::chrono::seconds(*seconds);
    }
  }
  return behind ? -offset : offset;
}

}  // namespace

std::optional<TimePoint> parse_time(std::string_view text) {
  Scanner scanner(text);
  const auto date = read_date(scanner);
  if (!date || !scanner.skip(' ')) return std::nullopt;
  const auto clock = read_clock(scanner);
  if (!clock) return std::nullopt;
  const auto offset = read_offset(scanner);
  if (!offset || !scanner.done()) return std::nullopt;
  return TimePoint(*date) + *clock - *offset;
}

std::string format_time(TimePoint time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}+00", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

}  // namespace saga::pg
