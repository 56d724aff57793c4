// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "backend/ports/saga_reader.h"

namespace saga::ui {

// What stands in the filter field: words "step:…", "type:…", "older:30s|5m|2h|1d", "error:"…"" and
// "status:stuck,needs-attention", and a search for the rest. Without a "status:" the conditions of `base` stay: they
// are chosen by the chips.
[[nodiscard]] SagaFilter with_text(const SagaFilter& base, const QString& line);

// One active part of a filter: how it is called, and the filter without it.
struct FilterPart {
  QString name;
  SagaFilter without;
};
[[nodiscard]] std::vector<FilterPart> parts_of(const SagaFilter& filter);
// The text of the field for a filter: without its conditions, which the chips show.
[[nodiscard]] QString text_of(const SagaFilter& filter);
// All of the filter, for a link.
[[nodiscard]] QString link_text_of(const SagaFilter& filter);

}  // namespace saga::ui
