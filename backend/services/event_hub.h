// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "backend/concurrency/subscription.h"
#include "backend/services/attachment.h"

namespace saga {

// Tells subscribers what happens, and newcomers what is known. From any thread, also from inside a callback.
class EventHub : public std::enable_shared_from_this<EventHub> {
 public:
  // The subscription may outlive everything else of an attachment.
  [[nodiscard]] Subscription subscribe(AttachmentEvents events);
  void tell(const SourceState& state);
  void tell(const PlatformStatus& status);
  void tell(const FeedBatch& batch);
  [[nodiscard]] std::optional<SourceState> last(Source source) const;

 private:
  struct Subscriber {
    AttachmentEvents events;
    bool ended = false;
  };
  template <class Call>
  void each(Call call);

  // Held while callbacks run, so that none runs once its subscription has ended; recursive, so that a callback
  // may end its own.
  mutable std::recursive_mutex mutex_;
  std::vector<std::shared_ptr<Subscriber>> subscribers_;
  std::map<Source, SourceState> sources_;
  std::optional<PlatformStatus> platform_;
};

}  // namespace saga
