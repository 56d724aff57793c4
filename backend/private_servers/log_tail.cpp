// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/private_servers/log_tail.h"

#include <deque>
#include <fstream>

namespace saga {

std::string log_tail(const std::filesystem::path& file, std::size_t lines) {
  std::ifstream log(file);
  std::deque<std::string> last;
  for (std::string line; std::getline(log, line);) {
    last.push_back(line);
    if (last.size() > lines) last.pop_front();
  }
  std::string text;
  for (const std::string& line : last) text += (text.empty() ? "" : "\n") + line;
  return text;
}

}  // namespace saga
