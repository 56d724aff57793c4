// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

#include "backend/outcome/error.h"

namespace saga::ctl {

// A connection that is opened when it is first asked for, and anew when it was lost. `kept` outlives it.
template <class Port, class Open>
auto renewing(std::unique_ptr<Port>& kept, Open open) {
  return [&kept, open](bool anew) -> Result<Port*> {
    if (anew || !kept) {
      auto opened = open();
      if (!opened) return std::unexpected(opened.error());
      kept = std::move(*opened);
    }
    return kept.get();
  };
}

}  // namespace saga::ctl
