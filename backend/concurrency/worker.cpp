// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/concurrency/worker.h"

#include <pthread.h>
#include <utility>

namespace saga {

Worker::Worker(std::string name) : thread_([this, name = std::move(name)] { run(name); }) {}

Worker::~Worker() { stop(); }

void Worker::post(Task task) { post_after(std::chrono::milliseconds{0}, std::move(task)); }

void Worker::post_after(std::chrono::milliseconds delay, Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    queue_.emplace(std::chrono::steady_clock::now() + delay, std::move(task));
  }
  changed_.notify_one();
}

void Worker::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    queue_.clear();
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Worker::run(const std::string& name) {
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (queue_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto due = queue_.begin()->first;
    if (due > std::chrono::steady_clock::now()) {
      changed_.wait_until(lock, due);
      continue;
    }
    Task task = std::move(queue_.begin()->second);
    queue_.erase(queue_.begin());
    lock.unlock();
    task();
    task = nullptr;  // what the task owns dies outside the lock
    lock.lock();
  }
}

}  // namespace saga
