// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QString>

#include "ui/widgets/icons.h"

class QWidget;

namespace saga::ui {

// One entry of the navigation. The main window knows pages only through this list.
struct PageEntry {
  QString title;
  Icon icon = Icon::Info;
  QWidget* page = nullptr;                  // the window takes it over
  std::function<void()> focus_filter = {};  // what `/` does there; may be empty
};

}  // namespace saga::ui
