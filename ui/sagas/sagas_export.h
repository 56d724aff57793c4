// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/services/saga_csv.h"
#include "ui/exports/file_export.h"

namespace saga::ui {

// The list on its way into a CSV file.
class SagasExport final : public FileExport {
 public:
  using FileExport::FileExport;
  void start(const QString& path, const ListQuery& query);  // what ran before is given up
};

}  // namespace saga::ui
