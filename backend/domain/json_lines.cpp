// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/json_lines.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saga {
namespace {

// Only asks whether the text is JSON. The parser keeps its own stack, so depth costs memory and never the thread's.
struct Judge : nlohmann::json_sax<nlohmann::json> {
  std::string wrong;
  bool too_large = false;
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& error) override {
    // A number too large for a double is JSON all the same; what follows it is then not looked at here.
    constexpr int kNumberOverflow = 406;
    too_large = error.id == kNumberOverflow;
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error …": the last part is for people.
    std::string_view what = error.what();
    if (const auto at = what.find(": "); at != std::string_view::npos) what.remove_prefix(at + 2);
    wrong = fmt::format("byte {}: {}", position, what.substr(0, 200));
    return false;
  }
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Makes lines of text that is JSON, or the beginning of some.
class Reader {
 public:
  explicit Reader(PayloadText& payload) : payload_(payload), text_(payload.text) {}

  void read() {
    while (at_ < text_.size() && lines().size() < kMostLines) {
      const char c = text_[at_];
      if (is_space(c) || c == ':') {
        ++at_;
      } else if (c == ',') {
        if (!lines().empty()) lines().back().comma = true;
        ++at_;
      } else if (c == '{' || c == '[') {
        open();
      } else if (c == '}' || c == ']') {
        close();
      } else {
        token();
      }
    }
    payload_.left_out = text_.size() - std::min(at_, text_.size());
    while (payload_.left_out > 0 && is_space(text_[text_.size() - payload_.left_out])) --payload_.left_out;
  }

 private:
  std::vector<JsonLine>& lines() { return payload_.lines; }

  JsonLine& add(JsonLine::Kind kind, std::size_t from, std::size_t to) {
    JsonLine line;
    line.kind = kind;
    line.at = static_cast<std::uint32_t>(from);
    line.size = static_cast<std::uint32_t>(to - from);
    line.parent = open_.empty() ? -1 : open_.back();
    line.depth = static_cast<std::uint32_t>(open_.size());
    if (kind != JsonLine::Kind::Close) {
      line.key_at = static_cast<std::uint32_t>(key_at_);
      line.key_size = static_cast<std::uint32_t>(key_size_);
      key_size_ = 0;
      if (line.parent >= 0) line.place = lines()[static_cast<std::size_t>(line.parent)].members++;
    }
    lines().push_back(line);
    return lines().back();
  }

  void open() {
    std::size_t next = at_ + 1;
    while (next < text_.size() && is_space(text_[next])) ++next;
    if (next < text_.size() && (text_[next] == '}' || text_[next] == ']')) {
      add(JsonLine::Kind::Leaf, at_, next + 1);
      at_ = next + 1;
      return;
    }
    add(JsonLine::Kind::Open, at_, at_ + 1);
    open_.push_back(static_cast<std::int32_t>(lines().size() - 1));
    ++at_;
  }

  void close() {
    if (open_.empty()) {
      ++at_;
      return;
    }
    const std::int32_t opened = open_.back();
    open_.pop_back();
    add(JsonLine::Kind::Close, at_, at_ + 1).place = lines()[static_cast<std::size_t>(opened)].place;
    lines()[static_cast<std::size_t>(opened)].end = static_cast<std::int32_t>(lines().size() - 1);
    ++at_;
  }

  // A string, number or word. A string in front of a colon is the name of what follows.
  void token() {
    const std::size_t from = at_;
    if (text_[at_] == '"') {
      for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
        if (text_[at_] == '\\') ++at_;
      }
      at_ = std::min(at_ + 1, text_.size());
      std::size_t next = at_;
      while (next < text_.size() && is_space(text_[next])) ++next;
      if (next < text_.size() && text_[next] == ':') {
        key_at_ = from;
        key_size_ = at_ - from;
        at_ = next + 1;
        return;
      }
    } else {
      while (at_ < text_.size() && !is_space(text_[at_]) && std::string_view(",:{}[]\"").find(text_[at_]) == npos)
        ++at_;
    }
    add(JsonLine::Kind::Leaf, from, at_);
  }

  static constexpr auto npos = std::string_view::npos;
  PayloadText& payload_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t key_at_ = 0;
  std::size_t key_size_ = 0;
  std::vector<std::int32_t> open_;
};

}  // namespace

PayloadText read_payload(std::string text, bool cut) {
  PayloadText payload;
  // Line and place are kept in 32 bits.
  if (text.size() > std::numeric_limits<std::int32_t>::max()) {
    text.resize(std::numeric_limits<std::int32_t>::max());
    cut = true;
  }
  payload.text = std::move(text);
  payload.cut = cut;
  const auto first = std::ranges::find_if_not(payload.text, is_space);
  const bool begins_like_json = first != payload.text.end() && (*first == '{' || *first == '[');
  if (begins_like_json && !cut) {
    Judge judge;
    if (!nlohmann::json::sax_parse(payload.text, &judge) && !judge.too_large) {
      payload.form = PayloadText::Form::NoJson;
      payload.wrong = std::move(judge.wrong);
    } else {
      payload.form = PayloadText::Form::Json;
    }
  } else if (begins_like_json) {
    payload.form = PayloadText::Form::Json;
  }
  if (payload.is_json()) Reader(payload).read();
  return payload;
}

}  // namespace saga
