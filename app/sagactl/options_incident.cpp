// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/options_incident.h"

#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

void add_ago(CLI::App& verb, const std::string& name, const std::string& help,
             std::function<void(std::chrono::seconds)> take, bool required) {
  auto* option = verb.add_option_function<std::string>(
      name,
      [name, take = std::move(take)](const std::string& text) {
        const auto time = duration_from(text);
        if (!time) throw CLI::ValidationError(name, "it is a duration such as 30s, 5m, 2h or 1d");
        take(*time);
      },
      help);
  if (required) option->required();
}

}  // namespace

void add_incident(CLI::App& app, Options& options) {
  auto* incident = app.add_subcommand("incident",
                                      "What is known of a period, as one ZIP file to hand on: the sagas that began in "
                                      "it, their attempts, what operators "
                                      "did, what happened to the system, and a picture; without payloads");
  add_ago(
      *incident, "--since", "It began 30s, 5m, 2h or 1d ago, by this machine's clock",
      [&options](std::chrono::seconds ago) { options.since = ago; }, true);
  add_ago(
      *incident, "--until", "It was over so long ago; by default it goes on",
      [&options](std::chrono::seconds ago) { options.until = ago; }, false);
  incident->add_option("--out", options.out, "The file")->required();
  incident->callback([&options] { options.verb = Verb::Incident; });
}

}  // namespace saga::ctl
