// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QString>

#include "backend/services/attachment.h"
#include "backend/services/csv_file.h"
#include "ui/async/latest.h"

namespace saga::ui {

// Something on its way into a file: page after page in the background, where the file is written, too. Lives on the GUI
// thread.
class FileExport : public QObject {
  Q_OBJECT

 public:
  // Writes the next page. Made on the GUI thread; called by the background alone, which drops it with the last question
  // about it: what it opens, it opens when it is first called.
  using Step = std::function<Result<ExportProgress>(Readers&)>;

  FileExport(Attachment& attachment, Executor& gui, QObject* parent = nullptr);
  ~FileExport() override;

  void start(const QString& path, Step step);  // what ran before is given up
  void cancel();                               // leaves no file behind
  [[nodiscard]] bool running() const { return running_; }
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }  // why the last one ended early
  [[nodiscard]] const QString& path() const { return path_; }

 Q_SIGNALS:
  void changed();

 private:
  struct Work {
    Step step;
    std::atomic<bool> given_up = false;  // by the GUI thread: what waits in the background is not begun
  };
  void next();
  void take(const Result<ExportProgress>& progress);

  Attachment& attachment_;
  bool running_ = false;
  std::int64_t rows_ = 0;
  QString path_;
  std::optional<Error> error_;
  std::shared_ptr<Work> work_;  // that runs
  Latest<Result<ExportProgress>> writing_;
};

}  // namespace saga::ui
