// SPDX-License-Identifier: GPL-3.0-or-later
// Against a CSV that is sent to a terminal as it is.
#include "app/sagactl/export_stream.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <stdio_ext.h>
#include <string>
#include <unistd.h>

#include <gtest/gtest.h>

#include "app/sagactl/exit_status.h"

namespace saga::ctl {
namespace {

// stdout is another file until this is gone.
class StdoutAt {
 public:
  explicit StdoutAt(int file) {
    (void)std::fflush(stdout);
    dup2(file, STDOUT_FILENO);
    close(file);
  }
  ~StdoutAt() {
    (void)std::fflush(stdout);
    __fpurge(stdout);  // what a full disk did not take
    std::clearerr(stdout);
    dup2(kept_, STDOUT_FILENO);
    close(kept_);
  }
  StdoutAt(const StdoutAt&) = delete;
  StdoutAt& operator=(const StdoutAt&) = delete;

 private:
  int kept_ = dup(STDOUT_FILENO);
};

std::string all_of(int file, std::size_t length) {
  std::string text(length, '\0');
  std::size_t got = 0;
  while (got < length) {
    const auto more = read(file, text.data() + got, length - got);
    if (more <= 0) break;
    got += static_cast<std::size_t>(more);
  }
  text.resize(got);
  return text;
}

// What `act` writes to stdout, when that is a pipe.
template <typename Act>
std::string said(const Act& act) {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  {
    const StdoutAt pipe(ends[1]);
    act();
  }
  std::string text = all_of(ends[0], 1'000);
  close(ends[0]);
  return text;
}

constexpr const char* kForeign = "1,\"\x1b[2Jpaid\"\r\n";

int put_one(const std::string& format, ExportStream::Output output = ExportStream::stdout_now()) {
  Options options;
  options.format = format;
  ExportStream out(options, "id,error\r\n", output);
  const auto put = out.csv() ? out.put_csv(kForeign) : out.put_json(Json{{"error", "\x1b[2Jpaid 재고"}});
  return out.end(put ? Result<std::int64_t>(1) : std::unexpected(put.error()), "row(s)");
}

TEST(ExportStream, WhatIsNoTerminalGetsCsvAsItIs) {
  EXPECT_EQ(said([] { EXPECT_EQ(put_one("csv"), kDone); }), std::string("id,error\r\n") + kForeign);
}

constexpr const char* kHarmless = "id,error\n1,\"\\x1b[2Jpaid\"\n";

TEST(ExportStream, ATerminalGetsNothingThatItWouldObey) {
  EXPECT_EQ(said([] { EXPECT_EQ(put_one("csv", ExportStream::Output::Terminal), kDone); }), kHarmless);
}

TEST(ExportStream, ATerminalIsKnownToBeOne) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0) GTEST_SKIP() << "there are no pseudo terminals here: is /dev/pts mounted?";
  ASSERT_EQ(grantpt(terminal), 0);
  ASSERT_EQ(unlockpt(terminal), 0);
  const std::string expected = "id,error\r\n1,\"\\x1b[2Jpaid\"\r\n";
  {
    const StdoutAt file(open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC));
    EXPECT_EQ(put_one("csv"), kDone);
    EXPECT_EQ(all_of(terminal, expected.size()), expected);
  }
  close(terminal);
}

TEST(ExportStream, JsonIsAsciiWhereverItGoes) {
  EXPECT_EQ(said([] { EXPECT_EQ(put_one("ndjson"), kDone); }), "{\"error\":\"\\u001b[2Jpaid \\uc7ac\\uace0\"}\n");
}

TEST(ExportStream, AFullDiskIsSaid) {
  int status = kDone;
  {
    const StdoutAt file(open("/dev/full", O_WRONLY | O_CLOEXEC));
    status = put_one("csv");
  }
  EXPECT_EQ(status, kUnexpected);
}

TEST(ExportStream, CsvOfNothingHasItsHeader) {
  EXPECT_EQ(said([] {
              Options options;
              options.format = "csv";
              EXPECT_EQ(ExportStream(options, "id\r\n").end(0, "row(s)"), kDone);
            }),
            "id\r\n");
}

}  // namespace
}  // namespace saga::ctl
