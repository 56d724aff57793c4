// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/deliverer.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/orchestrator/transition.h"
#include "backend/payment/runtime/log.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kClaim{500};
constexpr milliseconds kFetch{50};  // after there was less than was asked for
constexpr milliseconds kExpiry{500};
constexpr milliseconds kReport{2'000};
constexpr milliseconds kGather{40};         // so long an answer may wait for others to be written down with it
constexpr milliseconds kWait{20};           // for answers
constexpr milliseconds kGrace{150};         // for what is being sent when the process ends
constexpr std::size_t kRecordAtOnce = 256;  // answers
constexpr std::size_t kFetchAtOnce = 256;

milliseconds between(MonoTime from, MonoTime to) {
  return std::chrono::duration_cast<milliseconds>(std::max(to - from, MonoTime::duration(0)));
}

pg::Settings settings_of(const Config& config, const std::string& target) {
  return {.conninfo = config.saga_conninfo,
          .statement_timeout = std::chrono::seconds(30),
          .application_name = fmt::format("payment-sagad {} to {}", config.instance, target)};
}

}  // namespace

Deliverer::Deliverer(const Config& config, std::string target, const Clock& clock, std::shared_ptr<Lease> lease,
                     Metrics& metrics)
    : target_(std::move(target)),
      instance_(config.instance),
      settings_(config.external),
      clock_(clock),
      lease_(std::move(lease)),
      session_(settings_of(config, target_), prepare_deliveries),
      meter_(metrics, target_) {
  const ExternalTarget& where = settings_.targets.at(target_);
  if (where.url.empty()) return;
  pool_ = std::make_unique<SenderPool>(
      PoolOptions{.target = target_,
                  .connections = where.connections,
                  .timeout = where.timeout,
                  .breaker = settings_.breaker,
                  .connect = [where] { return connect_http(where.url, where.timeout); },
                  .may_send = [held = lease_](const OpenDelivery& each) { return held->current() == each.epoch; }},
      clock_);
}

// What has arrived is written down, so that an orderly end sends nothing twice.
Deliverer::~Deliverer() {
  if (!pool_) return;
  pool_->stop(kGrace);
  take_finished();
  const std::int64_t epoch = lease_->current();
  if (finished_.empty() || epoch == 0) return;
  auto session = session_.get();
  const auto done = session ? record(**session, epoch) : std::unexpected(session.error());
  if (!done) {
    spdlog::warn("event=deliveries-not-recorded target={} deliveries={} error={}", target_, finished_.size(),
                 log_text(done.error().message));
  }
}

Result<bool> Deliverer::tick() {
  if (pool_) meter_.stands(pool_->breaker());
  const auto epoch = lease_->epoch();
  if (!epoch) return std::unexpected(epoch.error());
  if (epoch_ != *epoch) {
    epoch_ = *epoch;
    shards_ = {};
    next_claim_ = {};
  }
  auto session = session_.get();
  if (!session) return std::unexpected(session.error());
  auto more = work(**session, *epoch);
  if (!more) return std::unexpected(lease_->failed(more.error(), *epoch));
  return more;
}

Result<bool> Deliverer::work(pg::Session& session, std::int64_t epoch) {
  if (!pool_) {
    if (auto done = report(session); !done) return std::unexpected(done.error());
    return false;
  }
  pool_->watch();
  if (auto done = record(session, epoch); !done) return std::unexpected(done.error());
  if (auto done = claim(session, epoch); !done) return std::unexpected(done.error());
  auto more = fetch(session, epoch);
  if (!more) return more;
  if (auto done = let_die(session, epoch); !done) return std::unexpected(done.error());
  if (auto done = report(session); !done) return std::unexpected(done.error());
  if (in_hand_.empty()) return *more;
  pool_->wait(kRecordAtOnce, kWait);
  return true;
}

Result<void> Deliverer::claim(pg::Session& session, std::int64_t epoch) {
  const MonoTime now = clock_.monotonic();
  if (now < next_claim_) return {};
  auto shards = claim_shards(session, epoch, target_, kShards);
  if (!shards) return std::unexpected(shards.error());
  shards_ = std::move(*shards);
  next_claim_ = now + kClaim;
  std::vector<int> idle;
  for (const int shard : shards_.surplus) {
    if (std::ranges::none_of(in_hand_, [&](const auto& each) { return each.second.second == shard; })) {
      idle.push_back(shard);
    }
  }
  return idle.empty() ? Result<void>{} : release_shards(session, epoch, target_, idle);
}

std::optional<Record> Deliverer::record_of(const Attempt& attempt, std::int64_t epoch) const {
  const OpenDelivery& delivery = attempt.delivery;
  using enum Attempt::Outcome;
  if (attempt.outcome == NotTried) return std::nullopt;
  if (attempt.outcome == Sent) return Record{.event_id = delivery.event_id};
  // Another process has it meanwhile, and may have more luck. That it has arrived is true whoever says so.
  if (delivery.epoch != epoch) return std::nullopt;
  Record record{.event_id = delivery.event_id, .outcome = Record::Outcome::DeadLetter, .error = attempt.error};
  const int failures = delivery.retry_count + 1;
  if (attempt.outcome == Retry && failures < settings_.retry.max_attempts) {
    record.outcome = Record::Outcome::Failed;
    record.wait = backoff_of(settings_.retry, delivery_id(delivery.event_id, target_), failures);
  }
  return record;
}

void Deliverer::take_finished() {
  for (Attempt& attempt : pool_->take_finished()) {
    meter_.attempted(attempt);
    finished_.push_back(std::move(attempt));
  }
}

void Deliverer::note(const Attempt& attempt, const Record& record) {
  if (record.outcome == Record::Outcome::Sent) {
    ++sent_;
    meter_.ended(DeliveryEnd::Sent);
    return;
  }
  ++failed_;
  last_error_ = attempt.error;
  last_error_at_ = clock_.monotonic();
  if (record.outcome != Record::Outcome::DeadLetter) return;
  ++died_;
  meter_.ended(attempt.outcome == Attempt::Outcome::Refused ? DeliveryEnd::Refused : DeliveryEnd::Exhausted);
}

void Deliverer::log_deaths(std::int64_t count) const {
  if (count == 0) return;
  spdlog::warn("event=dead-letters target={} deliveries={} error={}", target_, count,
               log_text(last_error_.value_or("")));
}

// All or nothing of what is finished: what a key waits for is written before anything else of it is read.
Result<void> Deliverer::record(pg::Session& session, std::int64_t epoch) {
  const MonoTime now = clock_.monotonic();
  if (finished_.empty() && pool_->finished() < kRecordAtOnce && now - last_record_ < kGather && !pool_->idle())
    return {};
  take_finished();
  last_record_ = now;
  if (finished_.empty()) return {};
  std::vector<Record> records;
  std::vector<const Attempt*> recorded;
  for (const Attempt& attempt : finished_) {
    auto record = record_of(attempt, epoch);
    if (!record) continue;
    records.push_back(std::move(*record));
    recorded.push_back(&attempt);
  }
  if (auto done = write_records(session, epoch, target_, records); !done) return done;
  const std::int64_t died_before = died_;
  for (std::size_t i = 0; i < records.size(); ++i) note(*recorded[i], records[i]);
  log_deaths(died_ - died_before);
  for (const Attempt& attempt : finished_) in_hand_.erase(attempt.delivery.position);
  pool_->release(finished_);
  finished_.clear();
  return {};
}

Result<bool> Deliverer::fetch(pg::Session& session, std::int64_t epoch) {
  const MonoTime now = clock_.monotonic();
  if (now < next_fetch_) return false;
  const CircuitBreaker breaker = pool_->breaker();
  const bool closed = breaker.state() == BreakerState::Closed;
  if (!closed && (!breaker.would_permit(now) || !in_hand_.empty())) return false;
  // Half open: the single delivery that finds out.
  const std::size_t room = closed ? std::min(kFetchAtOnce, kWindow - std::min(kWindow, in_hand_.size())) : 1;
  if (room < (closed ? kFetchAtOnce / 2 : 1)) return false;
  std::vector<std::int64_t> except;
  for (const auto& [position, what] : in_hand_) except.push_back(position);
  auto open = read_open(session, target_, shards_.mine, except, static_cast<int>(room));
  if (!open) return std::unexpected(open.error());
  const bool more = open->size() == room;
  next_fetch_ = now + (more ? milliseconds(0) : kFetch);
  for (OpenDelivery& delivery : *open) {
    delivery.epoch = epoch;
    const auto [place, added] = in_hand_.try_emplace(delivery.position, delivery.event_id, delivery.shard);
    if (!pool_->add(std::move(delivery)) && added) in_hand_.erase(place);
  }
  return more;
}

Result<void> Deliverer::let_die(pg::Session& session, std::int64_t epoch) {
  const MonoTime now = clock_.monotonic();
  const CircuitBreaker breaker = pool_->breaker();
  if (breaker.state() == BreakerState::Closed || now < next_expiry_ || shards_.mine.empty()) return {};
  std::vector<std::string> except;
  for (const auto& [position, what] : in_hand_) except.push_back(what.first);
  const auto error = fmt::format("{} has taken nothing for {} s: {}", target_, settings_.dead_after.count(),
                                 last_error_.value_or("its breaker is open"));
  const auto died = expire(session, epoch, target_, shards_.mine, settings_.dead_after, error, except);
  if (!died) return std::unexpected(died.error());
  next_expiry_ = now + (*died > 0 ? milliseconds(0) : kExpiry);
  died_ += *died;
  meter_.ended(DeliveryEnd::Expired, static_cast<std::uint64_t>(*died));
  log_deaths(*died);
  return {};
}

Result<void> Deliverer::report(pg::Session& session) {
  const MonoTime now = clock_.monotonic();
  if (!pool_) {
    if (now < next_report_) return {};
    next_report_ = now + kReport;
    return write_report(session, target_, instance_, {.state = "NO_URL"});
  }
  const CircuitBreaker breaker = pool_->breaker();
  const BreakerState state = breaker.state();
  if (reported_ == state && now < next_report_) return {};
  if (reported_ && *reported_ != state) {
    spdlog::info("event=breaker target={} state={} error={}", target_, to_text(state),
                 log_text(last_error_.value_or("")));
  }
  TargetReport report{.state = std::string(to_text(state)),
                      .state_age = between(breaker.since(), now),
                      .consecutive_failures = breaker.consecutive_failures(),
                      .times_opened = breaker.times_opened(),
                      .sent = sent_,
                      .failed = failed_,
                      .died = died_,
                      .last_error = last_error_};
  if (state == BreakerState::Open) report.next_probe = between(now, breaker.next_probe());
  if (last_error_) report.last_error_age = between(last_error_at_, now);
  if (auto done = write_report(session, target_, instance_, report); !done) return done;
  reported_ = state;
  next_report_ = now + kReport;
  return {};
}

}  // namespace saga::payment
