// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/rows.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "backend/postgres/params.h"
#include "backend/postgres/rows_data.h"

namespace saga::pg {
namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (text == "t") return true;
  if (text == "f") return false;
  return std::nullopt;
}

std::optional<std::string> parse_text(std::string_view text) { return std::string(text); }

std::string label(const RowsData& data, Column column) {
  if (!column.name().empty()) return std::string(column.name());
  const auto index = static_cast<std::size_t>(column.index());
  return index < data.names.size() ? data.names[index] : fmt::format("number {}", column.index() + 1);
}

}  // namespace

RowsData::RowsData(pqxx::result from) : result(std::move(from)) {
  const auto count = result.columns();
  names.reserve(static_cast<std::size_t>(count));
  for (decltype(result.columns()) i = 0; i < count; ++i) names.emplace_back(result.column_name(i));
}

std::optional<int> Row::find(Column column) const {
  if (column.name().empty()) {
    const bool exists = column.index() >= 0 && static_cast<std::size_t>(column.index()) < data_.names.size();
    return exists ? std::optional(column.index()) : std::nullopt;
  }
  const auto found = std::ranges::find(data_.names, column.name());
  if (found == data_.names.end()) return std::nullopt;
  return static_cast<int>(found - data_.names.begin());
}

bool Row::has(Column column) const { return find(column).has_value(); }

void Row::fail(Column column, std::string_view why) const {
  if (error_) return;
  error_ = Error{ErrorKind::Incompatible,
                 fmt::format("Column '{}' of row {} cannot be read: {}.", label(data_, column), index_ + 1, why),
                 "The schema or the projection does not fit this version of the program."};
}

std::optional<std::string_view> Row::view(Column column) const {
  const std::optional<int> index = find(column);
  if (!index) {
    fail(column, "the result has no such column");
    return std::nullopt;
  }
  const auto field =
      data_.result[static_cast<pqxx::result::size_type>(index_)][static_cast<pqxx::row::size_type>(*index)];
  if (field.is_null()) return std::nullopt;
  return std::string_view(field.c_str(), field.size());
}

bool Row::is_null(Column column) const { return !view(column).has_value(); }

template <class Value, class Parse>
std::optional<Value> Row::read(Column column, const char* type, Parse parse) const {
  const std::optional<std::string_view> text = view(column);
  if (!text) return std::nullopt;
  const std::optional<Value> value = parse(*text);
  // What stands there may be masked elsewhere, so the error names the column and not its content.
  if (!value) fail(column, fmt::format("it holds no {}", type));
  return value;
}

template <class Value>
Value Row::required(Column column, std::optional<Value> value) const {
  if (value) return std::move(*value);
  fail(column, "it is NULL");
  return Value{};
}

std::optional<std::string> Row::optional_text(Column column) const {
  return read<std::string>(column, "text", parse_text);
}
std::optional<std::int64_t> Row::optional_int64(Column column) const {
  return read<std::int64_t>(column, "integer", parse_number<std::int64_t>);
}
std::optional<int> Row::optional_int32(Column column) const {
  return read<int>(column, "integer of 32 bits", parse_number<int>);
}
std::optional<double> Row::optional_real(Column column) const {
  return read<double>(column, "number", parse_number<double>);
}
std::optional<bool> Row::optional_boolean(Column column) const { return read<bool>(column, "boolean", parse_boolean); }
std::optional<TimePoint> Row::optional_time(Column column) const {
  return read<TimePoint>(column, "timestamp with time zone", parse_time);
}

std::string Row::text(Column column) const { return required(column, optional_text(column)); }
std::int64_t Row::int64(Column column) const { return required(column, optional_int64(column)); }
int Row::int32(Column column) const { return required(column, optional_int32(column)); }
double Row::real(Column column) const { return required(column, optional_real(column)); }
bool Row::boolean(Column column) const { return required(column, optional_boolean(column)); }
TimePoint Row::time(Column column) const { return required(column, optional_time(column)); }

Rows::Rows(std::shared_ptr<const RowsData> data) : data_(std::move(data)) {}

std::size_t Rows::size() const { return static_cast<std::size_t>(data_->result.size()); }
std::int64_t Rows::affected() const { return static_cast<std::int64_t>(data_->result.affected_rows()); }
const std::vector<std::string>& Rows::columns() const { return data_->names; }

Error Rows::not_one() const {
  return Error{ErrorKind::Internal, fmt::format("One row was expected, and {} came.", size())};
}

}  // namespace saga::pg
