// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/widgets/tokens.h"

namespace saga::ui {

// Where the console is attached: said by word and colour, so that no one acts on the wrong system.
enum class Environment { Production, Staging, Local };

struct AttachedTo {
  Environment environment = Environment::Local;
  QString profile;
};

[[nodiscard]] QString environment_word(Environment environment);

struct EnvironmentLook {
  Color cell;
  Color band;
  Color text;
};
[[nodiscard]] EnvironmentLook environment_look(Environment environment);

}  // namespace saga::ui
