// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include <fmt/format.h>

#include "backend/redis/streams.h"

namespace saga::redis {
namespace {

std::unexpected<Error> unreadable(std::string_view what) {
  return std::unexpected(Error{ErrorKind::Internal, fmt::format("A stream answer of Redis cannot be read: {}.", what)});
}

// [id, [field, value, field, value …]]; the list is nil for an entry that exists no more.
Result<StreamEntry> parse_entry(const Reply& reply, std::string_view stream) {
  const Reply::Array* parts = reply.array();
  if (parts == nullptr || parts->size() != 2) return unreadable("an entry is not a pair");
  const std::string* id = (*parts)[0].text();
  if (id == nullptr) return unreadable("an entry has no id");
  StreamEntry entry{.stream = std::string(stream), .id = *id, .fields = {}, .deleted = (*parts)[1].is_nil()};
  if (entry.deleted) return entry;
  const Reply::Array* fields = (*parts)[1].array();
  if (fields == nullptr || fields->size() % 2 != 0) return unreadable("an entry's fields are not pairs");
  entry.fields.reserve(fields->size() / 2);
  for (std::size_t i = 0; i < fields->size(); i += 2) {
    const std::string* name = (*fields)[i].text();
    const std::string* value = (*fields)[i + 1].text();
    if (name == nullptr || value == nullptr) return unreadable("a field is no text");
    entry.fields.emplace_back(*name, *value);
  }
  return entry;
}

Result<void> append_entries(const Reply& list, std::string_view stream, std::vector<StreamEntry>& entries) {
  const Reply::Array* items = list.array();
  if (items == nullptr) return unreadable("the entries are no list");
  for (const Reply& item : *items) {
    auto entry = parse_entry(item, stream);
    if (!entry) return std::unexpected(entry.error());
    entries.push_back(std::move(*entry));
  }
  return {};
}

}  // namespace

Result<std::vector<StreamEntry>> parse_entries(const Reply& reply, std::string_view stream) {
  if (reply.is_error()) return std::unexpected(error_of(*reply.error()));
  std::vector<StreamEntry> entries;
  if (auto done = append_entries(reply, stream, entries); !done) return std::unexpected(done.error());
  return entries;
}

Result<std::vector<StreamEntry>> parse_streams(const Reply& reply) {
  if (reply.is_error()) return std::unexpected(error_of(*reply.error()));
  std::vector<StreamEntry> entries;
  if (reply.is_nil()) return entries;
  const Reply::Array* streams = reply.array();
  if (streams == nullptr) return unreadable("it is no list of streams");
  for (const Reply& stream : *streams) {
    const Reply::Array* parts = stream.array();
    if (parts == nullptr || parts->size() != 2) return unreadable("a stream is not a pair");
    const std::string* name = (*parts)[0].text();
    if (name == nullptr) return unreadable("a stream has no name");
    if (auto done = append_entries((*parts)[1], *name, entries); !done) return std::unexpected(done.error());
  }
  return entries;
}

Result<ClaimedEntries> parse_autoclaim(const Reply& reply, std::string_view stream) {
  if (reply.is_error()) return std::unexpected(error_of(*reply.error()));
  const Reply::Array* parts = reply.array();
  if (parts == nullptr || parts->size() < 2) return unreadable("XAUTOCLAIM gave no list");
  const std::string* next = (*parts)[0].text();
  if (next == nullptr) return unreadable("XAUTOCLAIM gave no position");
  ClaimedEntries claimed{.next = *next, .entries = {}, .deleted = {}};
  if (auto done = append_entries((*parts)[1], stream, claimed.entries); !done) return std::unexpected(done.error());
  if (parts->size() < 3) return claimed;  // Redis 6.2
  const Reply::Array* deleted = (*parts)[2].array();
  if (deleted == nullptr) return unreadable("XAUTOCLAIM gave no list of deleted ids");
  for (const Reply& id : *deleted) {
    if (id.text() == nullptr) return unreadable("a deleted id is no text");
    claimed.deleted.push_back(*id.text());
  }
  return claimed;
}

}  // namespace saga::redis
