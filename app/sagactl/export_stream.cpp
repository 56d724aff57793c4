// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/export_stream.h"

#include <cstdio>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

Error cannot_write() {
  return {ErrorKind::Internal, "What was exported cannot be written: look whether the disk is full."};
}

Result<void> write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return {};
  return std::unexpected(cannot_write());
}

}  // namespace

ExportStream::Output ExportStream::stdout_now() { return isatty(STDOUT_FILENO) == 1 ? Output::Terminal : Output::File; }

ExportStream::ExportStream(const Options& options, std::string csv_header, Output output)
    : options_(options), csv_(options.format == "csv"), output_(output), header_(std::move(csv_header)) {}

Result<void> ExportStream::put_line(std::string_view line) const {
  if (output_ == Output::File) return write(line);
  return write(printable(line.substr(0, line.find_last_not_of("\r\n") + 1)) + "\n");
}

Result<void> ExportStream::put_header() {
  if (header_.empty()) return {};
  return put_line(std::exchange(header_, {}));
}

Result<void> ExportStream::put_csv(std::string_view line) {
  if (auto written = put_header(); !written) return written;
  return put_line(line);
}

Result<void> ExportStream::put_json(const Json& row) {
  return write(row.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n");
}

int ExportStream::end(const Result<std::int64_t>& count, std::string_view what) {
  if (!count) return fail(options_, count.error(), status_of(count.error()));
  const auto header = csv_ ? put_header() : Result<void>{};
  if (!header || std::fflush(stdout) != 0) return fail(options_, cannot_write(), kUnexpected);
  fmt::print(stderr, "{} {}.\n", *count, what);
  return kDone;
}

}  // namespace saga::ctl
