// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <fmt/format.h>

#include "backend/domain/uuid.h"
#include "backend/payment/event.h"
#include "backend/payment/legacy/two_phase.h"
#include "backend/payment/topics.h"
#include "backend/payment/verification/kinds.h"
#include "backend/payment/verification/survey.h"
#include "backend/redis/streams.h"

namespace saga::payment {
namespace {

constexpr int kCheap = 10;  // windows of keys alone are so much larger
constexpr std::string_view kNil = "00000000-0000-0000-0000-000000000000";

// Those of the ids that are no saga's, although their day is kept.
Result<std::set<std::string>> missing(Reader& reader, std::set<std::string> ids) {
  if (ids.empty()) return ids;
  {
    auto snapshot = reader.begin(Place::Saga);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows =
        snapshot->read("select saga_id::text from saga.verified_saga_view where saga_id = any ($1::uuid[])",
                       {std::vector<std::string>(ids.begin(), ids.end())});
    if (!rows) return std::unexpected(rows.error());
    if (auto read = rows->each([&](const pg::Row& row) { ids.erase(row.text(0)); }); !read) {
      return std::unexpected(read.error());
    }
  }
  for (auto id = ids.begin(); id != ids.end();) {
    const auto kept = reader.keeps(Place::Saga, *id);
    if (!kept) return std::unexpected(kept.error());
    id = *kept ? std::next(id) : ids.erase(id);
  }
  return ids;
}

// A request leaves after its saga is committed, so no participant works for a saga that does not exist.
class ReplySurvey final : public Survey {
 public:
  ReplySurvey(const Scope& scope, Place place)
      : scope_(scope), place_(place), after_(scope.since ? first_id_since(*scope.since) : std::string(kNil)) {}
  std::vector<Place> needs() const override { return {Place::Saga, place_}; }
  std::vector<std::string_view> kinds() const override { return {kind::kReplyWithoutSaga}; }

  Result<Window> next(Reader& reader) override {
    auto snapshot = reader.begin(place_);
    if (!snapshot) return std::unexpected(snapshot.error());
    const int limit = scope_.options.window * kCheap;
    const auto rows = snapshot->read(
        fmt::format(
            "select saga_id::text from {}.verified_reply_view where saga_id > $1::uuid order by saga_id limit $2",
            to_text(place_)),
        {after_, limit});
    if (!rows) return std::unexpected(rows.error());
    Window window;
    auto read = rows->each([&](const pg::Row& row) {
      std::string id = row.text(0);
      if (window.keys.empty() || window.keys.back() != id) window.keys.push_back(std::move(id));
    });
    if (!read) return std::unexpected(read.error());
    if (!window.keys.empty()) after_ = window.keys.back();
    window.more = static_cast<int>(rows->size()) == limit;
    return window;
  }

  Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool /*again*/, Sink& sink) override {
    const auto orphans = missing(reader, {keys.begin(), keys.end()});
    if (!orphans) return std::unexpected(orphans.error());
    for (const std::string& saga : *orphans) {
      sink.found(saga, kind::kReplyWithoutSaga, "saga", saga,
                 fmt::format("expected the saga that {} keeps a reply for, it is not there", to_text(place_)));
    }
    sink.checked(kind::kReplyWithoutSaga, static_cast<std::int64_t>(keys.size()));
    return {};
  }

 private:
  Scope scope_;
  Place place_;
  std::string after_;
};

// The entries that the streams hold. A key is "stream id saga".
class StreamSurvey final : public Survey {
 public:
  explicit StreamSurvey(const Scope& scope) : scope_(scope), topics_(all_topics()) {}
  std::vector<Place> needs() const override { return {Place::Saga}; }
  bool needs_redis() const override { return true; }
  std::vector<std::string_view> kinds() const override { return {kind::kStreamWithoutSaga}; }

  Result<Window> next(Reader& reader) override {
    if (topic_ == topics_.size()) return Window{.keys = {}, .more = false};
    auto client = reader.client();
    if (!client) return std::unexpected(client.error());
    const std::string& topic = topics_[topic_];
    const auto limit = static_cast<std::size_t>(scope_.options.window);
    auto reply = redis::expect_ok(
        (*client)->call({"XRANGE", topic, after_.empty() ? "-" : "(" + after_, "+", "COUNT", std::to_string(limit)}));
    if (!reply) return std::unexpected(reply.error());
    const auto entries = redis::parse_entries(*reply, topic);
    if (!entries) return std::unexpected(entries.error());
    Window window;
    for (const redis::StreamEntry& entry : *entries) {
      after_ = entry.id;
      const std::string* text = entry.field("event");
      const auto event = text != nullptr ? decode(*text) : std::unexpected(Error{});
      if (event && is_uuid(event->saga_id))
        window.keys.push_back(fmt::format("{} {} {}", topic, entry.id, event->saga_id));
    }
    if (entries->size() < limit) {
      ++topic_;
      after_.clear();
    }
    window.more = topic_ < topics_.size();
    return window;
  }

  Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool /*again*/, Sink& sink) override {
    std::set<std::string> sagas;
    for (const std::string& key : keys) sagas.insert(saga_of(key));
    const auto orphans = missing(reader, std::move(sagas));
    if (!orphans) return std::unexpected(orphans.error());
    for (const std::string& key : keys) {
      if (!orphans->contains(saga_of(key))) continue;
      sink.found(key, kind::kStreamWithoutSaga, "entry", key.substr(0, key.rfind(' ')),
                 fmt::format("expected the saga {}, it is not there", saga_of(key)));
    }
    sink.checked(kind::kStreamWithoutSaga, static_cast<std::int64_t>(keys.size()));
    return {};
  }

 private:
  static std::string saga_of(const std::string& key) { return key.substr(key.rfind(' ') + 1); }

  Scope scope_;
  std::vector<std::string> topics_;
  std::size_t topic_ = 0;
  std::string after_;
};

// Prepared transactions of the legacy route that nobody has ended. Each holds its locks.
class PreparedSurvey final : public Survey {
 public:
  PreparedSurvey(const Scope& scope, Place place) : scope_(scope), place_(place) {}
  std::vector<Place> needs() const override { return {place_}; }
  std::vector<std::string_view> kinds() const override { return {kind::kPrepared}; }

  Result<Window> next(Reader& /*reader*/) override {
    return Window{.keys = {std::string(to_text(place_))}, .more = false};
  }

  Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool /*again*/, Sink& sink) override {
    auto snapshot = reader.begin(place_);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows = snapshot->read(
        "select gid, round(extract(epoch from clock_timestamp() - prepared))::bigint from pg_prepared_xacts"
        " where database = current_database() and starts_with(gid, $1)"
        " and prepared < clock_timestamp() - make_interval(secs => $2::double precision)",
        {kGidPrefix, static_cast<double>(scope_.options.prepared_after.count()) / 1000.0});
    if (!rows) return std::unexpected(rows.error());
    sink.checked(kind::kPrepared, static_cast<std::int64_t>(rows->size()));
    sink.subjects(static_cast<std::int64_t>(rows->size()));
    return rows->each([&](const pg::Row& row) {
      sink.found(keys.front(), kind::kPrepared, "transaction", row.text(0),
                 fmt::format("expected it ended, it has been prepared for {} s in the database of {}", row.int64(1),
                             to_text(place_)));
    });
  }

 private:
  Scope scope_;
  Place place_;
};

}  // namespace

void add_orphan_surveys(const Scope& scope, Surveys& surveys) {
  for (const Place place : kPlaces) {
    if (place != Place::Saga) surveys.push_back(std::make_unique<ReplySurvey>(scope, place));
  }
  surveys.push_back(std::make_unique<StreamSurvey>(scope));
  for (const Place place : kPlaces) surveys.push_back(std::make_unique<PreparedSurvey>(scope, place));
}

}  // namespace saga::payment
