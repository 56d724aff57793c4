// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/payment/exposition.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include <fmt/format.h>

namespace saga::test {
namespace {

using LabelSet = std::map<std::string, std::string>;

struct Sample {
  std::string name;
  LabelSet labels;
  double value = 0;
};

// As strtod, and nothing may be left over.
std::optional<double> number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' ? std::nullopt : std::optional(value);
}

// name{label="value",…} number; in values \\, \" and \n are the only escapes.
std::optional<Sample> sample_from(const std::string& line) {
  static const std::regex form(R"(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(.*)\})? ([^ ]+))");
  static const std::regex label(R"re(([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"(,|$))re");
  std::smatch parts;
  if (!std::regex_match(line, parts, form)) return std::nullopt;
  const auto value = number(parts[4]);
  if (!value) return std::nullopt;
  Sample sample{.name = parts[1], .labels = {}, .value = *value};
  const std::string inner = parts[3];
  auto at = inner.begin();
  for (std::smatch each; at != inner.end(); at += each.length()) {
    if (!std::regex_search(at, inner.end(), each, label, std::regex_constants::match_continuous)) return std::nullopt;
    if (!sample.labels.emplace(each[1], each[2]).second) return std::nullopt;
  }
  return sample;
}

class Reader {
 public:
  std::string read(const std::string& text) {
    if (text.empty() || text.back() != '\n') wrong("it does not end with a line feed");
    std::istringstream lines(text);
    while (std::getline(lines, line_)) {
      if (line_.starts_with("# HELP ")) {
        begin(line_.substr(7));
      } else if (line_.starts_with("# TYPE ")) {
        type(line_.substr(7));
      } else if (const auto sample = sample_from(line_)) {
        add(*sample);
      } else {
        wrong("is neither a comment nor a sample");
      }
    }
    end();
    return problems_;
  }

 private:
  struct Buckets {
    double bound = -std::numeric_limits<double>::infinity();
    double entries = 0;
    std::optional<double> count = {}, sum = {};
  };

  void wrong(const std::string& what) { problems_ += fmt::format("{}: {}\n", line_, what); }

  void begin(const std::string& name_and_help) {
    end();
    const auto space = name_and_help.find(' ');
    family_ = name_and_help.substr(0, space);
    if (space == std::string::npos || space + 1 == name_and_help.size()) wrong("there is no help");
    if (!families_.insert(family_).second) wrong("the family was here before");
  }

  void type(const std::string& name_and_type) {
    const auto space = name_and_type.find(' ');
    if (name_and_type.substr(0, space) != family_ || !type_.empty() || !series_.empty()) wrong("is in a wrong place");
    type_ = space == std::string::npos ? "" : name_and_type.substr(space + 1);
    // A summary is what the library that listens says of itself.
    if (type_ != "counter" && type_ != "gauge" && type_ != "histogram" && type_ != "summary")
      wrong("is no type of ours");
    if (family_.ends_with("_total") != (type_ == "counter")) wrong("counters end in _total, and nothing else");
  }

  void add(const Sample& sample) {
    std::string series = sample.name;
    for (const auto& [label, value] : sample.labels) series += fmt::format(",{}={}", label, value);
    if (!series_.insert(series).second) wrong("the series was here before");
    if (type_ == "histogram") return add_to_histogram(sample);
    if (type_ == "summary") return add_to_summary(sample);
    if (sample.name != family_) wrong("does not belong to " + family_);
    if (std::isnan(sample.value)) wrong("is not a number");
    if (type_ == "counter" && sample.value < 0) wrong("a counter is negative");
  }

  void add_to_summary(const Sample& sample) {
    const bool quantile = sample.name == family_ && sample.labels.contains("quantile");
    if (!quantile && sample.name != family_ + "_sum" && sample.name != family_ + "_count") {
      wrong("does not belong to " + family_);
    }
  }

  void add_to_histogram(const Sample& sample) {
    LabelSet labels = sample.labels;
    labels.erase("le");
    Buckets& buckets = histograms_[labels];
    if (sample.name == family_ + "_sum") {
      buckets.sum = sample.value;
    } else if (sample.name == family_ + "_count") {
      buckets.count = sample.value;
    } else if (sample.name == family_ + "_bucket" && sample.labels.contains("le")) {
      const auto bound = number(sample.labels.at("le"));
      if (!bound || !(*bound > buckets.bound)) wrong("the bounds do not rise");
      if (sample.value < buckets.entries) wrong("the buckets do not rise");
      buckets.bound = bound.value_or(buckets.bound);
      buckets.entries = sample.value;
    } else {
      wrong("does not belong to " + family_);
    }
  }

  void end() {
    for (const auto& [labels, buckets] : histograms_) {
      if (!std::isinf(buckets.bound)) wrong(family_ + " has no bucket for +Inf");
      if (!buckets.sum) wrong(family_ + " has no sum");
      if (buckets.count != buckets.entries) wrong(family_ + " counts other than its buckets");
    }
    if (!family_.empty() && series_.empty()) wrong(family_ + " has no samples");
    type_.clear();
    series_.clear();
    histograms_.clear();
  }

  std::string line_, problems_;
  std::set<std::string> families_;
  std::string family_, type_;  // that is being read
  std::set<std::string> series_;
  std::map<LabelSet, Buckets> histograms_;
};

}  // namespace

std::string exposition_problems(const std::string& text) { return Reader().read(text); }

}  // namespace saga::test
