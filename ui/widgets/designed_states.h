// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "backend/outcome/error.h"
#include "ui/widgets/icons.h"

namespace saga::ui {

class StateView;

// The designed states of a page's or a panel's content, in one line each. What the connection as a whole is like is
// said by the window (SourceNotice), so a page only says what that means for its own content.

void tell_loading(StateView& view, const QString& what);  // "Reading sagas"
// Nothing is there, which is good or at least true; `detail` says what would bring something.
void tell_empty(StateView& view, Icon icon, const QString& title, const QString& detail);

struct Unreadable {
  QString forbidden;  // "This role may not read sagas"
  QString failed;     // "Sagas could not be read"
  const char* role;   // that may: "saga_viewer"
};
// Forbidden, disconnected or failed, by the error. Failed offers to read again: StateView::second_pressed.
void tell_error(StateView& view, const Error& error, const Unreadable& what);

}  // namespace saga::ui
