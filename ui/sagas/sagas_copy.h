// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include <QObject>
#include <QString>

#include "backend/services/attachment.h"
#include "ui/async/latest.h"

namespace saga::ui {

// Sagas on their way to the clipboard as tab-separated text: read page after page in the background, and written a page
// at a time, so that the window never waits for them. GUI thread only.
class SagasCopy final : public QObject {
  Q_OBJECT

 public:
  // What a clipboard still takes; a longer list is exported.
  static constexpr std::int64_t kMost = 10'000;
  static constexpr int kPage = 500;

  using Line = std::function<QString(const Saga& saga, TimePoint server_now)>;

  SagasCopy(Attachment& attachment, Executor& gui, QObject* parent = nullptr);

  void start(const ListQuery& query, const QString& header, Line line);  // what ran before is given up
  void cancel();
  [[nodiscard]] bool running() const { return running_; }
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }  // why the last one ended early

 Q_SIGNALS:
  void changed();
  void finished(const QString& tsv);

 private:
  void next();
  void take(const Result<ListPage>& page);

  Attachment& attachment_;
  ListQuery query_;
  ListRange rest_;
  Line line_;
  QString text_;
  bool running_ = false;
  std::int64_t rows_ = 0;
  std::optional<Error> error_;
  Latest<Result<ListPage>> reading_;
};

}  // namespace saga::ui
