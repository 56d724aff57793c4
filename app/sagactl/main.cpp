// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/commands.h"

int main(int argc, char** argv) {
  const auto parsed = saga::ctl::parse_options(argc, argv);
  return parsed.options ? saga::ctl::run(*parsed.options) : parsed.exit_status;
}
