// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "backend/domain/time.h"
#include "backend/outcome/error.h"

namespace saga::pg {

struct RowsData;  // holds the driver's result

// A column by name ("version") or by position (0).
class Column {
 public:
  Column(const char* name) : name_(name) {}
  Column(std::string_view name) : name_(name) {}
  Column(const std::string& name) : name_(name) {}
  Column(int index) : index_(index) {}
  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] int index() const { return index_; }

 private:
  std::string_view name_ = {};
  int index_ = -1;
};

// One row while it is read. A getter that cannot give what it promises – no such column, NULL where a value is
// due, text that does not parse – returns an empty value and notes the first such error in the row; the function
// of Rows that handed the row out then returns that error instead of the values. So readers stay free of checks
// and none can be forgotten.
class Row {
 public:
  Row(const RowsData& data, std::size_t index) : data_(data), index_(index) {}
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;

  [[nodiscard]] bool has(Column column) const;  // the result has such a column
  [[nodiscard]] bool is_null(Column column) const;

  [[nodiscard]] std::string text(Column column) const;
  [[nodiscard]] std::int64_t int64(Column column) const;
  [[nodiscard]] int int32(Column column) const;
  [[nodiscard]] double real(Column column) const;
  [[nodiscard]] bool boolean(Column column) const;
  [[nodiscard]] TimePoint time(Column column) const;  // of a timestamptz

  [[nodiscard]] std::optional<std::string> optional_text(Column column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_int64(Column column) const;
  [[nodiscard]] std::optional<int> optional_int32(Column column) const;
  [[nodiscard]] std::optional<double> optional_real(Column column) const;
  [[nodiscard]] std::optional<bool> optional_boolean(Column column) const;
  [[nodiscard]] std::optional<TimePoint> optional_time(Column column) const;

  // Points into the result; lives as long as the Rows. Nothing if NULL.
  [[nodiscard]] std::optional<std::string_view> view(Column column) const;

  // For the reader's own checks (an unknown status text …): the row cannot be read, and why.
  void fail(Column column, std::string_view why) const;
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  [[nodiscard]] std::optional<int> find(Column column) const;
  template <class Value, class Parse>
  std::optional<Value> read(Column column, const char* type, Parse parse) const;
  template <class Value>
  Value required(Column column, std::optional<Value> value) const;

  const RowsData& data_;
  std::size_t index_;
  mutable std::optional<Error> error_;
};

// What a statement returned. Cheap to copy; independent of the Session that gave it.
class Rows {
 public:
  explicit Rows(std::shared_ptr<const RowsData> data);

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::int64_t affected() const;  // rows that INSERT, UPDATE, DELETE or MERGE touched
  [[nodiscard]] const std::vector<std::string>& columns() const;

  // What `read` makes of every row; the first row that cannot be read ends it with its error.
  template <class Read>
  [[nodiscard]] auto map(Read read) const -> Result<std::vector<std::invoke_result_t<Read&, const Row&>>> {
    std::vector<std::invoke_result_t<Read&, const Row&>> values;
    values.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) {
      const Row row(*data_, i);
      values.push_back(read(row));
      if (row.error()) return std::unexpected(*row.error());
    }
    return values;
  }

  // Calls `use` for every row; likewise.
  template <class Use>
  [[nodiscard]] Result<void> each(Use use) const {
    for (std::size_t i = 0; i < size(); ++i) {
      const Row row(*data_, i);
      use(row);
      if (row.error()) return std::unexpected(*row.error());
    }
    return {};
  }

  // The first row, or nothing if there is none.
  template <class Read>
  [[nodiscard]] auto first(Read read) const -> Result<std::optional<std::invoke_result_t<Read&, const Row&>>> {
    if (empty()) return std::nullopt;
    const Row row(*data_, 0);
    std::optional<std::invoke_result_t<Read&, const Row&>> value(read(row));
    if (row.error()) return std::unexpected(*row.error());
    return value;
  }

  // The only row; an error if there is none or another.
  template <class Read>
  [[nodiscard]] auto one(Read read) const -> Result<std::invoke_result_t<Read&, const Row&>> {
    if (size() != 1) return std::unexpected(not_one());
    const Row row(*data_, 0);
    auto value = read(row);
    if (row.error()) return std::unexpected(*row.error());
    return value;
  }

 private:
  [[nodiscard]] Error not_one() const;

  std::shared_ptr<const RowsData> data_;
};

}  // namespace saga::pg
