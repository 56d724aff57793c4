// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "backend/outcome/error.h"
#include "backend/redis/client.h"
#include "backend/redis/reply.h"

namespace saga::redis {

struct ReaderState;  // holds hiredis' reader

// Makes replies of the bytes a server sends, in whatever pieces they come. hiredis finds the tokens; the values are
// built here, so that every limit is checked before memory is taken for what the server merely announces.
class ReplyReader {
 public:
  explicit ReplyReader(const Limits& limits);
  ~ReplyReader();
  ReplyReader(const ReplyReader&) = delete;
  ReplyReader& operator=(const ReplyReader&) = delete;

  // An Error if more than Limits::bytes came without completing a reply.
  [[nodiscard]] Result<void> feed(std::string_view bytes);
  // The next complete reply, or nothing yet. An Error is final: the stream is out of step.
  [[nodiscard]] Result<std::optional<Reply>> next();

 private:
  std::unique_ptr<ReaderState> state_;
};

// The command as Redis reads it.
[[nodiscard]] std::string encode(const Command& command);

}  // namespace saga::redis
