// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace saga::test {

// Reads what an endpoint shows as strictly as the text format of Prometheus is defined, and as its own checker does:
// what is wrong with it, a line each, nothing if it is well. Every family has a help and a type before its samples and
// all of these in one place; no series comes twice; counters end in _total and nothing else does; the buckets of a
// histogram rise to +Inf, which is its count.
std::string exposition_problems(const std::string& text);

}  // namespace saga::test
