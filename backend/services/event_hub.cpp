// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/event_hub.h"

#include <utility>

namespace saga {

template <class Call>
void EventHub::each(Call call) {
  const auto all = subscribers_;  // a callback may change the list
  for (const auto& subscriber : all) {
    if (!subscriber->ended) call(subscriber->events);
  }
}

Subscription EventHub::subscribe(AttachmentEvents events) {
  auto subscriber = std::make_shared<Subscriber>(Subscriber{std::move(events)});
  const std::lock_guard lock(mutex_);
  subscribers_.push_back(subscriber);
  const auto& tell = subscriber->events;
  for (const auto& [source, state] : sources_) {
    if (tell.source && !subscriber->ended) tell.source(state);
  }
  if (platform_ && tell.platform && !subscriber->ended) tell.platform(*platform_);
  return Subscription([hub = shared_from_this(), subscriber] {
    const std::lock_guard ending(hub->mutex_);
    subscriber->ended = true;
    std::erase(hub->subscribers_, subscriber);
  });
}

void EventHub::tell(const SourceState& state) {
  const std::lock_guard lock(mutex_);
  sources_.insert_or_assign(state.source, state);
  each([&](const AttachmentEvents& events) {
    if (events.source) events.source(state);
  });
}

void EventHub::tell(const PlatformStatus& status) {
  const std::lock_guard lock(mutex_);
  platform_ = status;
  each([&](const AttachmentEvents& events) {
    if (events.platform) events.platform(status);
  });
}

void EventHub::tell(const FeedBatch& batch) {
  const std::lock_guard lock(mutex_);
  each([&](const AttachmentEvents& events) {
    if (events.feed) events.feed(batch);
  });
}

std::optional<SourceState> EventHub::last(Source source) const {
  const std::lock_guard lock(mutex_);
  const auto found = sources_.find(source);
  if (found == sources_.end()) return std::nullopt;
  return found->second;
}

}  // namespace saga
