// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>

#include <QObject>
#include <QString>

#include "backend/services/attachment.h"
#include "backend/services/saga_csv.h"
#include "ui/async/latest.h"

namespace saga::ui {

// The list on its way into a CSV file: page after page in the background, where the file is written, too.
class SagasExport final : public QObject {
  Q_OBJECT

 public:
  SagasExport(Attachment& attachment, Executor& gui, QObject* parent = nullptr);
  ~SagasExport() override;

  void start(const QString& path, const ListQuery& query);  // what ran before is given up
  void cancel();                                            // leaves no file behind
  [[nodiscard]] bool running() const { return running_; }
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }  // why the last one ended early
  [[nodiscard]] const QString& path() const { return path_; }

 Q_SIGNALS:
  void changed();

 private:
  // Made and used by the background alone, which drops it with the last question about it.
  struct Work {
    std::filesystem::path path;
    ListQuery query;
    std::shared_ptr<SagaCsv> csv = {};
    std::atomic<bool> given_up = false;  // by the GUI thread: what waits in the background is not begun
  };
  void next();
  void take(const Result<SagaCsv::Progress>& progress);

  Attachment& attachment_;
  bool running_ = false;
  std::int64_t rows_ = 0;
  QString path_;
  std::optional<Error> error_;
  std::shared_ptr<Work> work_;  // that runs
  Latest<Result<SagaCsv::Progress>> writing_;
};

}  // namespace saga::ui
