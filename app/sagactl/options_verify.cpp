// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/options_verify.h"

#include <functional>

#include "app/sagactl/text.h"
#include "backend/payment/verification/kinds.h"

namespace saga::ctl {
namespace {

const auto kKind = CLI::Validator(
    [](const std::string& text) {
      if (payment::find_kind(text) != nullptr) return std::string();
      std::string known = "it is one of";
      for (const auto& kind : payment::kinds()) known += " " + std::string(kind.name);
      return known;
    },
    "KIND");

void add_duration(CLI::App& app, const std::string& name, const std::string& description,
                  const std::function<void(std::chrono::seconds)>& take) {
  app.add_option_function<std::string>(
      name,
      [name, take](const std::string& text) {
        const auto duration = duration_from(text);
        if (!duration) throw CLI::ValidationError(name, "it is a duration such as 30s, 5m, 2h or 1d");
        take(*duration);
      },
      description);
}

}  // namespace

void add_verify(CLI::App& app, Options& options) {
  auto* verify = app.add_subcommand(
      "verify",
      "The data verification batch: what contradicts what between sagas, orders, balances, stock, payments, "
      "events and streams. Ends with 0 if all is consistent, 3 if something is not, 7 if nothing is wrong "
      "but a database could not be read");
  add_duration(*verify, "--since", "Only what has changed within this time",
               [&options](std::chrono::seconds time) { options.since = time; });
  verify->add_flag_callback(
            "--all", [&options] { options.since.reset(); }, "Everything (the default)")
      ->excludes("--since");
  verify->add_option("--kind", options.kinds, "Only this kind; may be given several times")->check(kKind);
  verify->add_option("--share", options.share_percent, "Per cent of the time to work; the rest is left to the others")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  add_duration(*verify, "--margin", "Leave out what changed within this time, as it may still be on its way (60s)",
               [&options](std::chrono::seconds time) { options.margin = time; });
  add_duration(*verify, "--pause", "Wait so long before each further look at what seems wrong (5s)",
               [&options](std::chrono::seconds time) { options.pause = time; });
  verify->callback([&options] { options.verb = Verb::Verify; });
}

}  // namespace saga::ctl
