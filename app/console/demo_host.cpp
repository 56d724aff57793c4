// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/demo_host.h"

#include <latch>

namespace saga::app {

DemoHost::~DemoHost() {
  std::latch gone(1);
  thread_.post([&] {
    demo_.reset();
    gone.count_down();
  });
  gone.wait();
}

void DemoHost::start(std::function<void(Result<void>)> done) {
  thread_.post([this, done = std::move(done)] {
    auto demo = demo::Demo::start(options_);
    if (!demo) return done(std::unexpected(demo.error()));
    demo_ = std::move(*demo);
    done({});
  });
}

void DemoHost::watch(std::function<void(const std::vector<std::string>&)> failures) {
  thread_.post_after(std::chrono::seconds(1), [this, failures = std::move(failures)] { look(failures); });
}

void DemoHost::look(std::function<void(const std::vector<std::string>&)> failures) {
  if (!demo_) return;
  if (const auto found = demo_->take_failures(); !found.empty()) failures(found);
  watch(std::move(failures));
}

void DemoHost::stop_postgres(std::function<void(Result<void>)> done) {
  thread_.post([this, done = std::move(done)] { done(demo_->stop_postgres()); });
}

void DemoHost::start_postgres(std::function<void(Result<void>)> done) {
  thread_.post([this, done = std::move(done)] { done(demo_->start_postgres()); });
}

}  // namespace saga::app
