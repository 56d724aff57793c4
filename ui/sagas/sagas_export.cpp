// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/sagas_export.h"

namespace saga::ui {

SagasExport::SagasExport(Attachment& attachment, Executor& gui, QObject* parent)
    : QObject(parent), attachment_(attachment), writing_(gui) {}

SagasExport::~SagasExport() {
  if (work_) work_->given_up = true;
}

void SagasExport::start(const QString& path, const ListQuery& query) {
  cancel();
  running_ = true;
  rows_ = 0;
  error_.reset();
  path_ = path;
  work_ = std::make_shared<Work>();
  work_->path = path.toStdString();
  work_->query = query;
  next();
  Q_EMIT changed();
}

void SagasExport::cancel() {
  if (!running_) return;
  running_ = false;
  work_->given_up = true;
  work_.reset();
  writing_.cancel();
  Q_EMIT changed();
}

void SagasExport::next() {
  writing_.ask(
      [this, work = work_](auto done) {
        attachment_.ask<SagaCsv::Progress>(
            Lane::Background,
            [work](Readers& readers) -> Result<SagaCsv::Progress> {
              if (work->given_up) return std::unexpected(Error{ErrorKind::Invalid, "The export was given up."});
              if (!work->csv) {
                auto created = SagaCsv::create(work->path, work->query);
                if (!created) return std::unexpected(created.error());
                work->csv = std::move(*created);
              }
              return work->csv->write_next(*readers.list);
            },
            std::move(done));
      },
      [this](Result<SagaCsv::Progress> progress) { take(progress); });
}

void SagasExport::take(const Result<SagaCsv::Progress>& progress) {
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
