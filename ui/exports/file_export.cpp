// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exports/file_export.h"

#include <utility>

namespace saga::ui {

FileExport::FileExport(Attachment& attachment, Executor& gui, QObject* parent)
    : QObject(parent), attachment_(attachment), writing_(gui) {}

FileExport::~FileExport() {
  if (work_) work_->given_up = true;
}

void FileExport::start(const QString& path, Step step) {
  cancel();
  running_ = true;
  rows_ = 0;
  error_.reset();
  path_ = path;
  work_ = std::make_shared<Work>();
  work_->step = std::move(step);
  next();
  Q_EMIT changed();
}

void FileExport::cancel() {
  if (!running_) return;
  running_ = false;
  work_->given_up = true;
  work_.reset();
  writing_.cancel();
  Q_EMIT changed();
}

void FileExport::next() {
  writing_.ask(
      [this, work = work_](auto done) {
        attachment_.ask<ExportProgress>(
            Lane::Background,
            [work](Readers& readers) -> Result<ExportProgress> {
              if (work->given_up) return std::unexpected(Error{ErrorKind::Invalid, "The export was given up."});
              return work->step(readers);
            },
            std::move(done));
      },
      [this](Result<ExportProgress> progress) { take(progress); });
}

void FileExport::take(const Result<ExportProgress>& progress) {
  if (progress) {
    rows_ = progress->rows;
    running_ = !progress->complete;
  } else {
    error_ = progress.error();
    running_ = false;
  }
  if (running_) {
    next();
  } else {
    work_.reset();
  }
  Q_EMIT changed();
}

}  // namespace saga::ui
