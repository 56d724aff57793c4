// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/anchor_file.h"

#include <fstream>
#include <regex>
#include <sstream>

#include <gmock/gmock.h>

#include "backend/attach/connect.h"
#include "tests/attach/own_directories.h"

namespace saga::attach {
namespace {

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(AnchorFile, KeepsEveryPositionOnALineOfItsOwn) {
  const test::OwnDirectories own;
  const auto path = anchor_file_of({.name = "payments"});
  EXPECT_EQ(path, own.root / "state/saga-console/anchors/payments.ndjson");
  const AnchorFile file(path);
  ASSERT_TRUE(file.append({{1, "aa"}, {2, "bb"}}));
  ASSERT_TRUE(AnchorFile(path).append({{3, "cc"}}));
  ASSERT_TRUE(file.append({}));
  const auto lines = lines_of(path);
  ASSERT_EQ(lines.size(), 3U);
  const std::regex shape(R"re(\{"at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ","area":"sagas","seq":3,"hash":"cc"\})re");
  EXPECT_TRUE(std::regex_match(lines[2], shape)) << lines[2];
  const auto mode = std::filesystem::status(path).permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(AnchorFile, WhatWasKeptIsReadBackAndWhatIsNotALineOfItIsCounted) {
  const test::OwnDirectories own;
  const auto path = own.root / "anchors" / "prod.ndjson";
  EXPECT_THAT(read_anchors(path)->anchors, testing::IsEmpty());
  ASSERT_TRUE(AnchorFile(path).append({{1, "aa"}}));
  ASSERT_TRUE(AnchorFile(path, "routing").append({{7, "bb"}}));
  std::ofstream(path, std::ios::app) << "{\"at\":\"2026-11-2";  // a crash in the middle of a line
  const auto kept = read_anchors(path);
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_THAT(kept->anchors, testing::ElementsAre(KeptAnchor{"sagas", 1, "aa"}, KeptAnchor{"routing", 7, "bb"}));
  EXPECT_EQ(kept->unreadable, 1);
}

TEST(AnchorFile, SaysWhyItCannotKeepThem) {
  const test::OwnDirectories own;
  const auto path = anchor_file_of({.name = "payments"});
  std::filesystem::create_directories(path);  // a directory stands where the file should be
  const auto failed = AnchorFile(path).append({{1, "aa"}});
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().message.find(path.string()), std::string::npos) << failed.error().message;
}

TEST(AnchorFile, IsNeverWrittenThroughALink) {
  const test::OwnDirectories own;
  const auto path = anchor_file_of({.name = "payments"});
  const auto elsewhere = own.write("elsewhere", "");
  std::filesystem::create_directories(path.parent_path());
  std::filesystem::create_symlink(elsewhere, path);
  EXPECT_FALSE(AnchorFile(path).append({{1, "aa"}}));
  EXPECT_TRUE(lines_of(elsewhere).empty());
}

}  // namespace
}  // namespace saga::attach
