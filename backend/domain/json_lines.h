// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace saga {

// One line of a payload: in JSON a member, an element or a closing bracket; in other text a piece that fits the width.
struct JsonLine {
  enum class Kind : std::uint8_t { Leaf, Open, Close };  // an empty container is a leaf
  std::uint32_t at = 0;                                  // of the value, or the bracket, in the text; in bytes
  std::uint32_t size = 0;
  std::uint32_t key_at = 0;  // of the name, with its quotes
  std::uint32_t key_size = 0;
  std::int32_t parent = -1;  // the line that opens what it stands in
  std::int32_t place = 0;    // among the members of that
  std::int32_t end = -1;     // Open: the line that closes it; -1: it lies behind what was read
  std::int32_t members = 0;  // Open
  std::uint32_t depth = 0;
  Kind kind = Kind::Leaf;
  bool comma = false;
};

// A payload, ready to be shown line by line. Every token is copied as it stands, so that numbers keep their digits and
// names their order and their duplicates.
struct PayloadText {
  enum class Form {
    Json,    // a JSON object or array; with `cut`, as much of it as is here
    NoJson,  // it begins like one, and is none: `wrong` says why
    Plain,   // any other text
  };
  std::string text = {};
  Form form = Form::Plain;
  std::vector<JsonLine> lines = {};
  bool cut = false;          // only the beginning of a longer payload
  std::size_t left_out = 0;  // bytes of `text` behind the last line, when there are more lines than are kept
  std::string wrong = {};    // NoJson: "byte 17: unexpected …", in English, as the parser says it
  [[nodiscard]] bool is_json() const { return form == Form::Json; }
};

inline constexpr std::size_t kMostLines = 500'000;

// Takes time in proportion to the text: more than about 64 KiB belongs into a worker. Safe with any bytes, any depth.
// `cut`: the text is the beginning of a longer one, so that its end says nothing about its form.
[[nodiscard]] PayloadText read_payload(std::string text, bool cut = false);

// Lines of plain text, of at most `columns` columns each, broken at spaces where there are any. Wide characters, as
// Hangul, take two columns.
[[nodiscard]] std::vector<JsonLine> wrapped_lines(std::string_view text, int columns);

// Name, value, brackets and comma of a line without its indentation; of a longer value the first `most` bytes, then
// "…".
[[nodiscard]] std::string line_text(const PayloadText& payload, std::size_t line, std::size_t most = 2000);
// "$.items[0].sku", deeper than a hundred steps only their last ones: "$….sku"; a name that is no plain word stands in
// brackets: $["a.b"].
[[nodiscard]] std::string json_path(const PayloadText& payload, std::size_t line);
// The value itself, as it stands: of a container all of it.
[[nodiscard]] std::string_view value_of(const PayloadText& payload, std::size_t line);

// The lines that contain the text, letters of A–Z in either case. Looks at `from` and what follows, at about `bytes` of
// it, and says where to go on: so that a long search can be done in slices.
struct LineSearch {
  std::vector<std::int32_t> hits = {};
  std::size_t next = 0;
};
void find_lines(const PayloadText& payload, std::string_view wanted, std::size_t bytes, LineSearch& search);

}  // namespace saga
