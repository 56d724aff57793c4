// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/dependency_rule.h"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>

namespace saga {
namespace {

using Layers = std::set<std::string, std::less<>>;

// Backend folders and what each may see of the others. A folder that is not listed may see nothing, so that a
// new one has to be given its place here first.
const std::map<std::string, Layers, std::less<>> kBackend = {
    {"outcome", {}},
    {"domain", {"outcome"}},
    {"concurrency", {"outcome"}},
    {"ports", {"domain", "outcome"}},
    {"services", {"ports", "domain", "outcome", "concurrency"}},
    {"postgres", {"ports", "domain", "outcome", "concurrency"}},
    {"redis", {"ports", "domain", "outcome", "concurrency"}},
    {"attach", {"services", "ports", "domain", "outcome", "concurrency", "postgres", "redis"}},
    {"private_servers", {"postgres", "redis", "outcome", "concurrency"}},
    {"payment", {"postgres", "redis", "domain", "outcome", "concurrency"}},
    {"demo",
     {"private_servers", "postgres", "redis", "payment", "attach", "ports", "domain", "outcome", "concurrency"}},
};
const Layers kBackendBelowUi = {"services", "ports", "domain", "outcome", "concurrency"};
const Layers kUiFoundation = {"ui/async", "ui/places", "ui/widgets"};

std::string_view first_part(std::string_view path) { return path.substr(0, path.find('/')); }

std::string_view second_part(std::string_view layer) {
  const auto slash = layer.find('/');
  return slash == std::string_view::npos ? std::string_view{} : layer.substr(slash + 1);
}

// Why `from` may not see the project's layer `to`; nothing if it may.
std::optional<std::string> forbidden_layer(std::string_view from, std::string_view to) {
  if (from == to) return std::nullopt;
  const auto from_top = first_part(from);
  const auto to_top = first_part(to);
  if (to_top == "tests") return "only tests see tests";
  if (to_top == "app") return "nothing sees app";
  if (from_top == "app") return std::nullopt;
  if (from_top == "resources") return "resources see nothing";
  if (from_top == "ui") {
    if (to_top == "backend" && !kBackendBelowUi.contains(second_part(to))) {
      return "ui sees only services, ports, domain, outcome and concurrency";
    }
    if (to_top == "ui" && kUiFoundation.contains(from) && !kUiFoundation.contains(to)) {
      return "ui/async, ui/places and ui/widgets stand below the shell and the pages";
    }
    return std::nullopt;
  }
  if (to_top == "ui") return "the backend never sees ui";
  // Its code is Qt's, and would bring it along; SQL and scripts reach the backend as bytes, embedded by CMake.
  if (to_top == "resources") return "the backend embeds resources, and never sees their code";
  const auto folder = second_part(from);
  const auto rule = kBackend.find(folder);
  if (rule == kBackend.end()) return "backend/" + std::string(folder) + " has no place in the rule yet";
  if (rule->second.contains(second_part(to))) return std::nullopt;
  return "backend/" + std::string(folder) + " must not see " + std::string(to);
}

// Why `from` may not see what is not the project's own.
std::optional<std::string> forbidden_foreign(std::string_view from, std::string_view include, std::string_view path) {
  static const std::regex qt(R"((Qt\w*/.*|Q[A-Z]\w*|q[a-z_0-9]+\.h))");
  static const std::regex pqxx(R"(pqxx(/.*)?|libpq.*|postgresql/.*)");
  static const std::regex hiredis(R"(hiredis(/.*)?)");
  static const std::regex prometheus(R"(prometheus(/.*)?)");
  const std::string name(include);
  if (std::regex_match(name, qt) && first_part(from) != "ui" && from != "resources" && from != "app/console") {
    return "Qt is seen by ui, resources and app/console only";
  }
  if (std::regex_match(name, pqxx) && from != "backend/postgres") return "libpqxx stays inside backend/postgres";
  if (std::regex_match(name, hiredis) && from != "backend/redis") return "hiredis stays inside backend/redis";
  // Measured code writes to our own instruments; how they are shown is one file's matter.
  if (std::regex_match(name, prometheus) && !path.starts_with("backend/payment/metrics/")) {
    return "prometheus-cpp stays inside backend/payment/metrics";
  }
  return std::nullopt;
}

// cpp-httplib is seen by the files that speak HTTP, so that what it differs in between versions stays there.
std::optional<std::string> forbidden_http(std::string_view path, std::string_view include) {
  if (include != "httplib.h") return std::nullopt;
  for (const std::string_view folder : {"backend/payment/publishing/", "backend/payment/receiver/"}) {
    if (path.starts_with(folder)) return std::nullopt;
  }
  return "cpp-httplib stays inside backend/payment/publishing and backend/payment/receiver";
}

std::optional<std::string> forbidden_own(std::string_view from, std::string_view include) {
  const auto to = layer_of(include);
  if (!to.empty()) return forbidden_layer(from, to);
  if (include.ends_with(".moc")) return std::nullopt;  // generated from the file that includes it
  return "project headers are included by their path from the root";
}

// saga::ui_sagas -> ui/sagas, saga::domain -> backend/domain.
std::string layer_of_target(std::string_view name) {
  if (name.starts_with("ui_")) return "ui/" + std::string(name.substr(3));
  if (name == "translations") return "resources";
  return "backend/" + std::string(name);
}

std::optional<std::string> forbidden_target(std::string_view from, std::string_view target, std::string_view path) {
  if (target.starts_with("saga::")) return forbidden_layer(from, layer_of_target(target.substr(6)));
  if (target.starts_with("Qt6::")) return forbidden_foreign(from, "QtCore/qobject.h", path);
  if (target == "PkgConfig::PQXX") return forbidden_foreign(from, "pqxx", path);
  if (target == "PkgConfig::HIREDIS") return forbidden_foreign(from, "hiredis", path);
  // Linked to the one library that all of payment is.
  if (target == "PkgConfig::PROMETHEUS" && from != "backend/payment")
    return "prometheus-cpp stays inside backend/payment";
  return std::nullopt;
}

// Calls visit(line number, line) for each line.
template <class Visit>
void for_each_line(std::string_view text, Visit visit) {
  for (int number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    visit(number, std::string(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

std::string layer_of(std::string_view path) {
  const auto top = first_part(path);
  if (top.size() == path.size()) return {};
  if (top == "tests" || top == "resources") return std::string(top);
  if (top != "app" && top != "ui" && top != "backend") return {};
  const auto end = path.find('/', top.size() + 1);
  return end == std::string_view::npos ? std::string{} : std::string(path.substr(0, end));
}

std::vector<Breach> include_breaches(std::string_view path, std::string_view text) {
  static const std::regex directive(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)re");
  std::vector<Breach> breaches;
  const auto from = layer_of(path);
  if (from.empty() || from == "tests") return breaches;
  for_each_line(text, [&](int number, const std::string& line) {
    std::smatch match;
    if (!std::regex_match(line, match, directive)) return;
    const auto include = match[2].str();
    auto why = forbidden_foreign(from, include, path);
    if (!why) why = forbidden_http(path, include);
    // <> around a project header would otherwise be a way around the rule.
    if (!why && (match[1] == "\"" || !layer_of(include).empty())) why = forbidden_own(from, include);
    if (why) breaches.push_back({std::string(path), number, include, *why});
  });
  return breaches;
}

std::vector<Breach> link_breaches(std::string_view path, std::string_view text) {
  static const std::regex target(R"((saga|Qt6|PkgConfig)::\w+)");
  std::vector<Breach> breaches;
  const auto from = layer_of(path);
  if (from.empty() || from == "tests") return breaches;
  for_each_line(text, [&](int number, const std::string& whole_line) {
    const auto line = whole_line.substr(0, whole_line.find('#'));
    for (std::sregex_iterator match(line.begin(), line.end(), target), end; match != end; ++match) {
      if (const auto why = forbidden_target(from, match->str(), path)) {
        breaches.push_back({std::string(path), number, match->str(), *why});
      }
    }
  });
  return breaches;
}

}  // namespace saga
