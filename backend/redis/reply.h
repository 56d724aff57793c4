// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "backend/outcome/error.h"

namespace saga::redis {

// What the server answered, as a plain value. Texts are bytes; they may hold anything.
class Reply {
 public:
  struct Nil {
    friend bool operator==(const Nil&, const Nil&) = default;
  };
  struct ErrorText {
    std::string text;  // "WRONGTYPE Operation against a key …"
    friend bool operator==(const ErrorText&, const ErrorText&) = default;
  };
  using Array = std::vector<Reply>;
  using Value = std::variant<Nil, std::int64_t, std::string, ErrorText, Array>;

  Reply() = default;
  Reply(Value value) : value_(std::move(value)) {}

  [[nodiscard]] bool is_nil() const { return std::holds_alternative<Nil>(value_); }
  [[nodiscard]] bool is_error() const { return std::holds_alternative<ErrorText>(value_); }
  // Null unless the reply is of that kind.
  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] const ErrorText* error() const { return std::get_if<ErrorText>(&value_); }

  [[nodiscard]] const Value& value() const { return value_; }
  [[nodiscard]] Value& value() { return value_; }
  friend bool operator==(const Reply&, const Reply&) = default;

 private:
  Value value_ = Nil{};
};

// What the caller can still do after an error reply; Error.code is its first word ("NOGROUP").
[[nodiscard]] Error error_of(const Reply::ErrorText& error);

// An error reply becomes an Error; everything else passes.
[[nodiscard]] Result<Reply> expect_ok(Result<Reply> reply);
[[nodiscard]] Result<std::int64_t> expect_integer(const Result<Reply>& reply);
[[nodiscard]] Result<std::string> expect_text(const Result<Reply>& reply);

}  // namespace saga::redis
