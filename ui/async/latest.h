// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "backend/concurrency/executor.h"

namespace saga::ui {

// "Ask in the background, show the latest": one request is in flight and at most one waits. A newer one replaces the
// one that waits, and the answer to an outdated one is not shown. cancel() forgets both; that is no error, nothing is
// shown. All calls are made on the GUI thread; `done` may be called on any thread, once.
template <class T>
class Latest {
 public:
  using Done = std::function<void(T)>;
  using Ask = std::function<void(Done done)>;
  using Show = std::function<void(T)>;

  explicit Latest(Executor& gui) : state_(std::make_shared<State>(gui)) {}
  ~Latest() { state_->close(); }
  Latest(const Latest&) = delete;
  Latest& operator=(const Latest&) = delete;

  void ask(Ask ask, Show show) { State::ask(state_, Request{std::move(ask), std::move(show)}); }
  // The same with plain work for an executor.
  void ask(Executor& background, std::function<T()> work, Show show) {
    ask([&background,
         work = std::move(work)](Done done) { background.post([work, done = std::move(done)] { done(work()); }); },
        std::move(show));
  }
  void cancel() {
    state_->show = nullptr;
    state_->pending.reset();
  }
  [[nodiscard]] bool busy() const { return state_->in_flight; }

 private:
  struct Request {
    Ask ask;
    Show show;
  };

  struct State {
    explicit State(Executor& executor) : gui(executor) {}

    static void ask(const std::shared_ptr<State>& self, Request request) {
      if (self->in_flight) {
        self->show = nullptr;  // what is under way is outdated
        self->pending = std::move(request);
        return;
      }
      self->in_flight = true;
      self->show = std::move(request.show);
      request.ask([self](T value) {
        self->gui.post([self, value = std::move(value)]() mutable { finish(self, std::move(value)); });
      });
    }

    static void finish(const std::shared_ptr<State>& self, T value) {
      if (self->closed) return;
      self->in_flight = false;
      const Show shown = std::exchange(self->show, nullptr);
      if (auto next = std::exchange(self->pending, std::nullopt)) ask(self, std::move(*next));
      if (shown) shown(std::move(value));  // last: it may ask again or destroy the owner
    }

    void close() {
      closed = true;
      show = nullptr;
      pending.reset();
    }

    Executor& gui;
    bool in_flight = false;
    bool closed = false;
    Show show;
    std::optional<Request> pending;
  };

  std::shared_ptr<State> state_;
};

}  // namespace saga::ui
