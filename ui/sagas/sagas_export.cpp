// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/sagas_export.h"

#include <memory>

namespace saga::ui {

void SagasExport::start(const QString& path, const ListQuery& query) {
  FileExport::start(path,
                    [file = std::filesystem::path(path.toStdString()), query,
                     csv = std::shared_ptr<SagaCsv>()](Readers& readers) mutable -> Result<ExportProgress> {
                      if (!csv) {
                        auto created = SagaCsv::create(file, query);
                        if (!created) return std::unexpected(created.error());
                        csv = std::move(*created);
                      }
                      return csv->write_next(*readers.list);
                    });
}

}  // namespace saga::ui
