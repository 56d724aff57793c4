// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/private_servers/process_tree.h"

#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace saga {
namespace {

struct Entry {
  char state = '?';
  pid_t parent = 0;
};

// From /proc/PID/stat: "12 (a name) S 1 …"; the name may hold blanks and brackets, so it is skipped from behind.
std::optional<Entry> look_up(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string text;
  if (!std::getline(file, text)) return std::nullopt;
  const std::size_t end = text.rfind(')');
  if (end == std::string::npos) return std::nullopt;
  std::istringstream rest(text.substr(end + 1));
  Entry entry;
  if (!(rest >> entry.state >> entry.parent)) return std::nullopt;
  return entry;
}

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  std::error_code error;
  for (std::filesystem::directory_iterator item("/proc", error), end; !error && item != end; item.increment(error)) {
    const std::string name = item->path().filename();
    pid_t pid = 0;
    const auto [rest, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (bad != std::errc() || rest != name.data() + name.size()) continue;
    const auto entry = look_up(name);
    if (entry && entry->parent == parent) children.push_back(pid);
  }
  return children;
}

bool gone(pid_t pid) {
  const auto entry = look_up(std::to_string(pid));
  return !entry || entry->state == 'Z' || entry->state == 'X';  // who adopted it may take his time to reap
}

}  // namespace

void kill_tree(pid_t root) {
  // Stopped first, so that it cannot start another child between the look and the kill.
  kill(root, SIGSTOP);
  const std::vector<pid_t> children = children_of(root);
  for (const pid_t child : children) kill(child, SIGKILL);
  kill(root, SIGKILL);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  for (const pid_t child : children) {
    while (!gone(child) && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
}

}  // namespace saga
