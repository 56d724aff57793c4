// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "backend/attach/profile.h"
#include "backend/concurrency/clock.h"
#include "backend/services/live_attachment.h"
#include "backend/services/live_rollback.h"
#include "backend/services/write_lock.h"
#include "ui/async/gui_executor.h"
#include "ui/jobs/bulk_controller.h"
#include "ui/jobs/jobs_controller.h"
#include "ui/journal/journal_controller.h"
#include "ui/overview/overview_controller.h"
#include "ui/routing/rollback_controller.h"
#include "ui/routing/routing_controller.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/shell/activity_watch.h"
#include "ui/shell/main_window.h"
#include "ui/timeline/timeline_controller.h"

namespace saga::app {

// The console attached to one system. Members end in the reverse order: first the window, then what it shows, then
// the connections and their threads.
class Console {
 public:
  explicit Console(const attach::Profile& profile);

  [[nodiscard]] ui::MainWindow& window() { return *window_; }
  [[nodiscard]] ui::OverviewController& overview() { return overview_; }
  [[nodiscard]] ui::SagasController& sagas() { return sagas_; }
  [[nodiscard]] ui::TimelineController& timeline() { return timeline_; }
  [[nodiscard]] ui::RoutingController& routing() { return routing_; }
  [[nodiscard]] ui::JournalController& journal() { return journal_; }
  [[nodiscard]] ui::JobsController& jobs() { return jobs_; }
  [[nodiscard]] ui::BulkController& bulk() { return bulk_; }
  [[nodiscard]] Attachment& attachment() { return attachment_; }
  [[nodiscard]] Executor& gui() { return gui_; }
  // A page of the window; valid until the language changes.
  template <class PageWidget>
  [[nodiscard]] PageWidget& page() {
    return *window_->findChild<PageWidget*>();
  }

 private:
  [[nodiscard]] std::vector<ui::PageEntry> pages();

  SystemClock clock_;
  ui::GuiExecutor gui_;
  LiveAttachment live_;
  WriteLock attachment_;  // what the window acts through
  LiveRollback emergency_;
  ui::OverviewController overview_;
  ui::SagasController sagas_;
  ui::TimelineController timeline_;
  ui::RollbackController rollback_;
  ui::RoutingController routing_;
  ui::JournalController journal_;
  ui::JobsController jobs_;
  ui::BulkController bulk_;
  ui::ActivityWatch activity_;
  std::unique_ptr<ui::MainWindow> window_;
};

}  // namespace saga::app
