// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/redis/reply_reader.h"

#include <new>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <hiredis/hiredis.h>

namespace saga::redis {

// Builds a Reply in place. A parent's array has its full length before its elements come, so that their addresses
// stand; hiredis carries those addresses as its "objects" and never frees them.
struct ReaderState {
  explicit ReaderState(const Limits& given);

  Limits limits;
  redisReplyObjectFunctions functions{};
  std::unique_ptr<redisReader, void (*)(redisReader*)> reader;
  Reply root;
  std::size_t elements = 0;    // of the current reply
  std::size_t unfinished = 0;  // bytes fed since the last complete reply
  std::string complaint;       // why a callback refused

  Reply* place(const redisReadTask* task) {
    if (task->parent == nullptr) return &root;
    auto* parent = static_cast<Reply*>(task->parent->obj);
    auto* siblings = std::get_if<Reply::Array>(&parent->value());
    const auto index = static_cast<std::size_t>(task->idx);
    return siblings != nullptr && index < siblings->size() ? &(*siblings)[index] : nullptr;
  }

  void* put(const redisReadTask* task, Reply::Value value) {
    Reply* reply = place(task);
    if (reply != nullptr) reply->value() = std::move(value);
    return reply;  // null makes hiredis give up
  }
};

namespace {

ReaderState& state_of(const redisReadTask* task) { return *static_cast<ReaderState*>(task->privdata); }

void* create_string(const redisReadTask* task, char* text, std::size_t length) {
  ReaderState& state = state_of(task);
  if (task->type == REDIS_REPLY_ERROR) return state.put(task, Reply::ErrorText{std::string(text, length)});
  return state.put(task, std::string(text, length));
}

// The count is an int in hiredis 0.14 and a size_t in 1.x.
template <class Count>
void* create_array(const redisReadTask* task, Count announced) {
  ReaderState& state = state_of(task);
  const auto count = static_cast<std::size_t>(announced);
  int depth = 1;
  for (const redisReadTask* parent = task->parent; parent != nullptr; parent = parent->parent) ++depth;
  if (depth > state.limits.depth) {
    state.complaint = fmt::format("it nests deeper than {} levels", state.limits.depth);
    return nullptr;
  }
  if (count > state.limits.elements - state.elements) {
    state.complaint = fmt::format("it has more than {} elements", state.limits.elements);
    return nullptr;
  }
  state.elements += count;
  return state.put(task, Reply::Array(count));
}

void* create_integer(const redisReadTask* task, long long value) {
  return state_of(task).put(task, static_cast<std::int64_t>(value));
}

void* create_nil(const redisReadTask* task) { return state_of(task).put(task, Reply::Nil{}); }

void free_nothing(void*) {}

// Numbers with a fraction and booleans belong to a protocol version that is never asked for. hiredis 1.x knows them,
// and would leave a gap where there is no function for them.
template <class Functions>
void refuse_later_types(Functions& functions) {
  if constexpr (requires { functions.createDouble; }) {
    functions.createDouble = [](const redisReadTask*, double, char*, std::size_t) -> void* { return nullptr; };
    functions.createBool = [](const redisReadTask*, int) -> void* { return nullptr; };
  }
}

}  // namespace

ReaderState::ReaderState(const Limits& given) : limits(given), reader(nullptr, redisReaderFree) {
  functions.createString = create_string;
  functions.createArray = create_array;
  functions.createInteger = create_integer;
  functions.createNil = create_nil;
  functions.freeObject = free_nothing;
  refuse_later_types(functions);
  reader.reset(redisReaderCreateWithFunctions(&functions));
  if (reader == nullptr) throw std::bad_alloc();
  reader->privdata = this;
}

ReplyReader::ReplyReader(const Limits& limits) : state_(std::make_unique<ReaderState>(limits)) {}
ReplyReader::~ReplyReader() = default;

Result<void> ReplyReader::feed(std::string_view bytes) {
  state_->unfinished += bytes.size();
  if (state_->unfinished > state_->limits.bytes) {
    return std::unexpected(
        Error{ErrorKind::Connection, fmt::format("A reply of Redis exceeds {} bytes.", state_->limits.bytes)});
  }
  redisReaderFeed(state_->reader.get(), bytes.data(), bytes.size());  // its failures are told by next()
  return {};
}

Result<std::optional<Reply>> ReplyReader::next() {
  ReaderState& state = *state_;
  void* object = nullptr;
  const int status = redisReaderGetReply(state.reader.get(), &object);
  if (status != REDIS_OK) {
    const std::string why = state.complaint.empty() ? std::string(state.reader->errstr) : state.complaint;
    return std::unexpected(Error{ErrorKind::Connection, fmt::format("The reply of Redis cannot be read: {}.", why)});
  }
  if (object == nullptr) return std::nullopt;
  state.elements = 0;
  // What is left belongs to the following replies; counting it from here keeps the limit one of a single reply.
  state.unfinished = state.reader->len - state.reader->pos;
  return std::exchange(state.root, Reply());
}

std::string encode(const Command& command) {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  texts.reserve(command.size());
  lengths.reserve(command.size());
  for (const std::string& argument : command) {
    texts.push_back(argument.data());
    lengths.push_back(argument.size());
  }
  char* formatted = nullptr;
  const auto length =
      redisFormatCommandArgv(&formatted, static_cast<int>(command.size()), texts.data(), lengths.data());
  if (length < 0) throw std::bad_alloc();  // its only failure
  std::string bytes(formatted, static_cast<std::size_t>(length));
  redisFreeCommand(formatted);
  return bytes;
}

}  // namespace saga::redis
