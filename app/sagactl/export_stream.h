// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "app/sagactl/json.h"
#include "app/sagactl/options.h"
#include "backend/outcome/error.h"

namespace saga::ctl {

// Rows on their way to stdout. A row of JSON is a line in ASCII, so that text from outside can do nothing to a
// terminal; CSV is made printable when it goes to one, and is left as it is for a file.
class ExportStream {
 public:
  enum class Output { File, Terminal };
  [[nodiscard]] static Output stdout_now();  // a file is also a pipe

  ExportStream(const Options& options, std::string csv_header, Output output = stdout_now());

  [[nodiscard]] bool csv() const { return csv_; }
  [[nodiscard]] Result<void> put_csv(std::string_view line);  // with its end of line, as the header
  [[nodiscard]] Result<void> put_json(const Json& row);

  // Says on stderr how many there were ("row(s)"), or what ended it. The exit status.
  [[nodiscard]] int end(const Result<std::int64_t>& count, std::string_view what);

 private:
  [[nodiscard]] Result<void> put_line(std::string_view line) const;
  [[nodiscard]] Result<void> put_header();

  const Options& options_;
  bool csv_;
  Output output_;
  std::string header_;  // empty once it is written
};

}  // namespace saga::ctl
