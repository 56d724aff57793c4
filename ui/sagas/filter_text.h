// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "backend/ports/saga_filter.h"

namespace saga::ui {

// What stands in the filter field: the words
//   status:stuck,needs-attention  step:…  type:…  route:…  user:…  order:…  error:"…"
//   older:30s|5m|2h|1d  younger:…  from:2026-11-20T10:00  to:…Z  amount:1000..5000KRW
// and a search for the rest. The conditions of `base` stay: they are chosen by the chips.
[[nodiscard]] SagaFilter with_text(const SagaFilter& base, const QString& line);

// One active part of a filter: how it is called, and the filter without it.
struct FilterPart {
  QString name;
  SagaFilter without;
};
[[nodiscard]] std::vector<FilterPart> parts_of(const SagaFilter& filter);
// The text of the field for a filter; its conditions are the chips'.
[[nodiscard]] QString text_of(const SagaFilter& filter);
// All of a filter as text, for a link or a saved view.
[[nodiscard]] QString link_text_of(const SagaFilter& filter);

}  // namespace saga::ui
