// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QString>
#include <QStringList>

#include "ui/widgets/icons.h"

namespace saga::ui {

// One line of the palette.
struct PaletteEntry {
  QString id;  // the same in every language: recent choices are kept by it; "" is not kept
  Icon icon = Icon::Info;
  QString title;
  QString detail = {};  // quieter, behind the title
  QString keys = {};    // the key that does the same
  QString closed = {};  // why it cannot be chosen now
  std::function<void()> act = {};
  std::vector<int> letters = {};  // of the title, that were typed
};

// What the text names, best first; what was chosen lately comes before what matches no better. Without a text: recent
// choices, the newest first, then everything in its own order.
[[nodiscard]] std::vector<PaletteEntry> ranked(std::vector<PaletteEntry> entries, const QString& typed,
                                               const QStringList& recent);

// The list of recent choices after another one, the newest first.
[[nodiscard]] QStringList with_recent(QStringList recent, const QString& chosen);

}  // namespace saga::ui
