// SPDX-License-Identifier: GPL-3.0-or-later
// Payloads as lines, and what two of them differ in. Seen red: with commas left out of the scanner's separators, with
// paths of any depth, and with a search that skipped a line between two slices.
#include <chrono>

#include <gtest/gtest.h>

#include "backend/domain/json_diff.h"
#include "backend/domain/json_lines.h"

namespace saga {
namespace {

// One line a line, indented, with the path behind it where it is asked for.
std::string dump(const PayloadText& payload, bool paths = false) {
  std::string out;
  for (std::size_t i = 0; i < payload.lines.size(); ++i) {
    out += std::string(2 * payload.lines[i].depth, ' ') + line_text(payload, i);
    if (paths) out += "   " + json_path(payload, i);
    out += "\n";
  }
  return out;
}

std::string dump(const JsonDiff& diff) {
  std::string out;
  for (const JsonChange& change : diff.changes) {
    const char* sign = change.kind == JsonChange::Kind::Added     ? "+ "
                       : change.kind == JsonChange::Kind::Removed ? "- "
                                                                  : "~ ";
    out += sign + change.path;
    if (!change.before.empty()) out += "  " + change.before;
    if (!change.after.empty()) out += "  → " + change.after;
    out += "\n";
  }
  return out + std::to_string(diff.same) + " same\n";
}

std::string differences(const char* before, const char* after) {
  return dump(diff_of(read_payload(before), read_payload(after)));
}

TEST(PayloadText, EveryTokenIsCopiedAsItStands) {
  const auto payload = read_payload(R"({"a":1.10,"a":[1e400,"x:{,}","\"}"],"e":{ },"n":null})");
  EXPECT_EQ(payload.form, PayloadText::Form::Json);
  EXPECT_EQ(dump(payload),
            "{\n"
            "  \"a\": 1.10,\n"
            "  \"a\": [\n"
            "    1e400,\n"
            "    \"x:{,}\",\n"
            "    \"\\\"}\"\n"
            "  ],\n"
            "  \"e\": {},\n"
            "  \"n\": null\n"
            "}\n")
      << "duplicate names, odd numbers and signs inside strings";
  ASSERT_EQ(payload.lines.size(), 10U);
  EXPECT_EQ(payload.lines[2].end, 6);
  EXPECT_EQ(payload.lines[2].members, 3);
  EXPECT_EQ(value_of(payload, 2), R"([1e400,"x:{,}","\"}"])");
}

TEST(PayloadText, PathsLeadToValues) {
  EXPECT_EQ(dump(read_payload(R"({"items":[{"sku":"KR-1"},{}],"a.b":{"한글":0},"1st":1})"), true),
            "{   $\n"
            "  \"items\": [   $.items\n"
            "    {   $.items[0]\n"
            "      \"sku\": \"KR-1\"   $.items[0].sku\n"
            "    },   $.items\n"
            "    {}   $.items[1]\n"
            "  ],   $\n"
            "  \"a.b\": {   $[\"a.b\"]\n"
            "    \"한글\": 0   $[\"a.b\"].한글\n"
            "  },   $\n"
            "  \"1st\": 1   $[\"1st\"]\n"
            "}   $\n");
}

TEST(PayloadText, WhatOnlyBeginsLikeJsonIsTextAndSaysWhy) {
  const auto broken = read_payload(R"({"card":************5678})");
  EXPECT_EQ(broken.form, PayloadText::Form::NoJson);
  EXPECT_TRUE(broken.wrong.starts_with("byte 9: ")) << broken.wrong;
  EXPECT_TRUE(broken.lines.empty());
  EXPECT_EQ(read_payload("deadline of 3 s exceeded").form, PayloadText::Form::Plain);
  EXPECT_EQ(read_payload("").form, PayloadText::Form::Plain);
  EXPECT_EQ(read_payload("{\"a\":\"\xff\"}").form, PayloadText::Form::NoJson) << "no UTF-8";
  EXPECT_EQ(read_payload("[1] [2]").form, PayloadText::Form::NoJson) << "one document, no more";
}

TEST(PayloadText, TheBeginningOfALongerOneIsShownAsFarAsItGoes) {
  const auto head = read_payload(R"({"order":"O-1","items":[{"sku":"KR-T)", true);
  EXPECT_TRUE(head.is_json());
  EXPECT_EQ(dump(head), "{\n  \"order\": \"O-1\",\n  \"items\": [\n    {\n      \"sku\": \"KR-T\n");
  EXPECT_EQ(head.lines[0].end, -1) << "what closes it lies behind the cut";
}

// Ten megabytes of brackets, of one string, and of garbage. Nothing recurses, and what is kept is bounded.
TEST(PayloadText, HostileSizesAreBounded) {
  const auto begin = std::chrono::steady_clock::now();
  const auto deep = read_payload(std::string(10 << 20, '['), true);
  EXPECT_EQ(deep.lines.size(), kMostLines);
  EXPECT_EQ(deep.left_out, (10U << 20) - kMostLines);
  EXPECT_TRUE(json_path(deep, kMostLines - 1).starts_with("$…[0]"));
  EXPECT_LT(json_path(deep, kMostLines - 1).size(), 400U);

  const std::string closed = std::string(1 << 20, '[') + std::string(1 << 20, ']');
  EXPECT_TRUE(read_payload(closed).is_json()) << "the parser does not need the thread's stack";

  const auto one = read_payload("{\"blob\":\"" + std::string(10 << 20, 'x') + "\"}");
  ASSERT_EQ(one.lines.size(), 3U);
  EXPECT_LT(line_text(one, 1).size(), 2100U);
  EXPECT_EQ(value_of(one, 1).size(), (10U << 20) + 2);

  std::string garbage(10 << 20, '{');
  for (std::size_t i = 0; i < garbage.size(); i += 3) garbage[i] = static_cast<char>(i % 251);
  garbage[0] = '{';
  EXPECT_EQ(read_payload(garbage).form, PayloadText::Form::NoJson);
  EXPECT_EQ(diff_of(deep, deep).changes.size(), 0U);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60)) << "with sanitizers, on a slow machine";
}

TEST(PayloadText, TextIsBrokenAtSpacesAndWideSignsTakeTwoColumns) {
  const auto wrap = [](std::string text, int columns) {
    std::string out;
    for (const JsonLine& line : wrapped_lines(text, columns)) out += text.substr(line.at, line.size) + "|";
    return out;
  };
  EXPECT_EQ(wrap("deadline of 3 s exceeded", 12), "deadline of |3 s exceeded|");
  EXPECT_EQ(wrap("one\r\ntwo\n\nthree\n", 80), "one|two||three|");
  EXPECT_EQ(wrap("aaaaaaaaaaaaaaaa", 8), "aaaaaaaa|aaaaaaaa|");
  EXPECT_EQ(wrap("재고예약만료", 8), "재고예약|만료|");
  EXPECT_EQ(wrap("\xff\xfe\xc3", 8), "\xff\xfe\xc3|") << "bytes that are no text stay";
}

TEST(PayloadText, IsSearchedInSlicesWithoutLosingALine) {
  const auto payload = read_payload(R"({"orderId":"O-1","items":[{"sku":"KR-TUM"},{"sku":"kr-tum"}],"note":"none"})");
  LineSearch search;
  int slices = 0;
  while (search.next < payload.lines.size()) {
    find_lines(payload, "kr-tum", 1, search);
    ++slices;
  }
  EXPECT_EQ(search.hits, (std::vector<std::int32_t>{4, 7}));
  EXPECT_EQ(slices, static_cast<int>(payload.lines.size())) << "one line a slice, and it ends";

  auto text = read_payload("stock reservation expired");
  text.lines = wrapped_lines(text.text, 8);
  LineSearch across;
  find_lines(text, "reservation expired", 1 << 20, across);
  EXPECT_EQ(across.hits.size(), 1U) << "found although it is broken into several lines";
}

TEST(JsonDiffTest, TellsWhatWasAddedRemovedAndChanged) {
  EXPECT_EQ(differences(R"({"orderId":"O-1","amount":128000,"items":[{"sku":"A","n":1},{"sku":"B","n":2}],"x":{}})",
                        R"({"items":[{"sku":"A","n":3}],"amount":128000,"result":{"paymentId":"p-1"},"x":{}})"),
            "- $.orderId  \"O-1\"\n"
            "~ $.items[0].n  1  → 3\n"
            "- $.items[1].sku  \"B\"\n"
            "- $.items[1].n  2\n"
            "+ $.result.paymentId  → \"p-1\"\n"
            "3 same\n");
}

TEST(JsonDiffTest, ComparesDigitsAndDuplicatesAsTheyStand) {
  EXPECT_EQ(differences(R"({"a":1.0,"b":{ },"c":1,"c":2})", R"({"a":1.00,"b":{},"c":1,"c":3})"),
            "~ $.a  1.0  → 1.00\n~ $.c(2)  2  → 3\n2 same\n");
  EXPECT_EQ(differences(R"({"a":{"b":1}})", R"({"a":5})"), "- $.a.b  1\n+ $.a  → 5\n0 same\n");
  EXPECT_EQ(differences(R"([])", R"([])"), "1 same\n");
}

}  // namespace
}  // namespace saga
