// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "backend/outcome/error.h"
#include "backend/ports/saga_reader.h"

namespace saga::ctl {

// Stable field names, in snake_case; scripts depend on them.
using Json = nlohmann::ordered_json;

[[nodiscard]] Json to_json(const Saga& saga, TimePoint now);
[[nodiscard]] Json to_json(const StepExecution& step);
[[nodiscard]] Json to_json(const CommandRecord& command);
[[nodiscard]] Json to_json(const JournalRow& row);
[[nodiscard]] Json to_json(const PlannedStep& step);
[[nodiscard]] Json to_json(const Error& error);

// One document, in ASCII: text from outside can then do nothing to a terminal.
[[nodiscard]] std::string dump(const Json& document);

}  // namespace saga::ctl
