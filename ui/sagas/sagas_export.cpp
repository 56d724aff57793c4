// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/sagas_export.h"

namespace saga::ui {

SagasExport::SagasExport(Attachment& attachment, Executor& gui, QObject* parent)
    : QObject(parent), attachment_(attachment), writing_(gui) {}

void SagasExport::start(const QString& path, const ListQuery& query) {
  running_ = true;
  rows_ = 0;
  error_.reset();
  path_ = path;
  next(std::make_shared<Work>(Work{path.toStdString(), query}));
  Q_EMIT changed();
}

void SagasExport::cancel() {
  if (!running_) return;
  running_ = false;
  writing_.cancel();
  Q_EMIT changed();
}

void SagasExport::next(const std::shared_ptr<Work>& work) {
  writing_.ask(
      [this, work](auto done) {
        attachment_.ask<SagaCsv::Progress>(
            Lane::Background,
            [work](Readers& readers) -> Result<SagaCsv::Progress> {
              if (!work->csv) {
                auto created = SagaCsv::create(work->path, work->query);
                if (!created) return std::unexpected(created.error());
                work->csv = std::move(*created);
              }
              return work->csv->write_next(*readers.list);
            },
            std::move(done));
      },
      [this, work](Result<SagaCsv::Progress> progress) { take(work, progress); });
}

void SagasExport::take(const std::shared_ptr<Work>& work, const Result<SagaCsv::Progress>& progress) {
  if (progress) {
    rows_ = progress->rows;
    running_ = !progress->complete;
  } else {
    error_ = progress.error();
    running_ = false;
  }
  if (running_) next(work);
  Q_EMIT changed();
}

}  // namespace saga::ui
