// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/verification/delivery_surveys.h"

#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "backend/payment/publishing/routes.h"
#include "backend/payment/verification/kinds.h"

namespace saga::payment {
namespace {

constexpr int kCheap = 10;  // windows of keys alone are so much larger
constexpr std::string_view kNil = "00000000-0000-0000-0000-000000000000";

// Deliveries to targets that are not to hear of such events, or of payments that are not there. A key is "event
// target".
class DeliverySurvey final : public Survey {
 public:
  explicit DeliverySurvey(const Scope& scope)
      : scope_(scope), event_(scope.since ? first_id_since(*scope.since) : std::string(kNil)) {}
  std::vector<Place> needs() const override { return {Place::Saga, Place::Payments}; }
  std::vector<std::string_view> kinds() const override { return {kind::kDeliveryUnasked}; }

  Result<Window> next(Reader& reader) override {
    const int limit = scope_.options.window * kCheap;
    auto found = judge(reader, "(event_id, target_system) > ($1::uuid, $2) order by event_id, target_system limit $3",
                       {event_, target_, limit});
    if (!found) return std::unexpected(found.error());
    Window window{.keys = {}, .more = found->rows == limit, .walked = found->rows};
    for (const auto& [key, why] : found->wrong) window.keys.push_back(key);
    if (!found->last_event.empty()) {
      event_ = found->last_event;
      target_ = found->last_target;
    }
    return window;
  }

  Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool /*again*/, Sink& sink) override {
    std::vector<std::string> events;
    for (const std::string& key : keys) events.push_back(key.substr(0, key.find(' ')));
    const auto found = judge(reader, "event_id = any ($1::uuid[])", {events});
    if (!found) return std::unexpected(found.error());
    for (const std::string& key : keys) {
      if (const auto why = found->wrong.find(key); why != found->wrong.end()) {
        sink.found(key, kind::kDeliveryUnasked, "delivery", key, why->second);
      }
    }
    return {};
  }

 private:
  struct Found {
    std::map<std::string, std::string> wrong;  // why, by key
    int rows = 0;
    std::string last_event, last_target;
  };

  static Result<Found> judge(Reader& reader, std::string_view where, const pg::Params& params) {
    Found found;
    std::map<std::string, std::vector<std::string>> payments;  // keys, by payment
    {
      auto snapshot = reader.begin(Place::Saga);
      if (!snapshot) return std::unexpected(snapshot.error());
      const auto rows = snapshot->read(
          fmt::format("select event_id::text, target_system, event_type, order_key from saga.external_event_view"
                      " where {}",
                      where),
          params);
      if (!rows) return std::unexpected(rows.error());
      found.rows = static_cast<int>(rows->size());
      auto read = rows->each([&](const pg::Row& row) {
        found.last_event = row.text(0);
        found.last_target = row.text(1);
        const std::string key = found.last_event + " " + found.last_target, type = row.text(2);
        const auto wanted = targets().find(type);
        if (wanted == targets().end() || !wanted->second.contains(found.last_target)) {
          found.wrong[key] =
              fmt::format("expected {} to go to {}, found a delivery to {}", type,
                          wanted == targets().end() ? "nobody" : fmt::format("{}", fmt::join(wanted->second, ", ")),
                          found.last_target);
        } else if (type == "PaymentCompleted") {
          payments[payment_in(row.text(3))].push_back(key);
        }
      });
      if (!read) return std::unexpected(read.error());
    }
    if (payments.empty()) return found;
    std::vector<std::string> ids;
    for (const auto& [payment, keys] : payments) ids.push_back(payment);
    auto snapshot = reader.begin(Place::Payments);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows = snapshot->read(
        "select i from unnest($1::text[]) i where not exists (select from payments.verified_payment_view p"
        " where p.payment_id = case when i ~ '^[0-9a-f-]{36}$' then i::uuid end)",
        {ids});
    if (!rows) return std::unexpected(rows.error());
    auto read = rows->each([&](const pg::Row& row) {
      for (const std::string& key : payments.at(row.text(0))) {
        found.wrong[key] = fmt::format("expected the payment {}, it is not there", row.text(0));
      }
    });
    if (!read) return std::unexpected(read.error());
    return found;
  }

  Scope scope_;
  std::string event_, target_;
};

// Events that nobody has taken out of a domain's outbox, although a publisher reads it.
class OutboxSurvey final : public Survey {
 public:
  OutboxSurvey(const Scope& scope, Place place) : scope_(scope), place_(place) {}
  std::vector<Place> needs() const override { return {Place::Saga, place_}; }
  std::vector<std::string_view> kinds() const override { return {kind::kOutboxWaiting}; }

  Result<Window> next(Reader& reader) override {
    auto snapshot = reader.begin(Place::Saga);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows =
        snapshot->read("select from saga.verified_outbox_reader_view where domain = $1", {to_text(place_)});
    if (!rows) return std::unexpected(rows.error());
    Window window{.keys = {}, .more = false};
    if (!rows->empty()) window.keys.emplace_back(to_text(place_));
    return window;
  }

  Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool /*again*/, Sink& sink) override {
    constexpr int kMost = 100;  // they all wait for the same
    auto snapshot = reader.begin(place_);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows = snapshot->read(
        fmt::format(
            "select event_id::text, event_type, created_at::text from {}.verified_outbox_view"
            " where created_at < now() - make_interval(secs => $1::double precision) order by position limit $2",
            to_text(place_)),
        {static_cast<double>(scope_.options.outbox_after.count()) / 1000.0, kMost});
    if (!rows) return std::unexpected(rows.error());
    sink.checked(kind::kOutboxWaiting, 1);
    sink.subjects(static_cast<std::int64_t>(rows->size()));
    return rows->each([&](const pg::Row& row) {
      sink.found(keys.front(), kind::kOutboxWaiting, "event", row.text(0),
                 fmt::format("expected {} to be taken from the outbox of {}, it waits there since {}", row.text(1),
                             to_text(place_), row.text(2)));
    });
  }

 private:
  Scope scope_;
  Place place_;
};

}  // namespace

const std::map<std::string, Targets, std::less<>>& targets() {
  static const auto kTargets = [] {
    std::map<std::string, Targets, std::less<>> all;
    for (const ExternalRoute& route : kExternalRoutes) {
      all.emplace(route.event_type, Targets(route.targets.begin(), route.targets.begin() + route.target_count()));
    }
    return all;
  }();
  return kTargets;
}

std::string payment_in(const std::string& order_key) {
  constexpr std::string_view kPrefix = "payment/";
  return order_key.starts_with(kPrefix) ? order_key.substr(kPrefix.size()) : std::string();
}

void add_delivery_surveys(const Scope& scope, Surveys& surveys) {
  surveys.push_back(make_payment_delivery_survey(scope));
  surveys.push_back(std::make_unique<DeliverySurvey>(scope));
  for (const Place place : kPlaces) {
    if (place != Place::Saga) surveys.push_back(std::make_unique<OutboxSurvey>(scope, place));
  }
}

}  // namespace saga::payment
