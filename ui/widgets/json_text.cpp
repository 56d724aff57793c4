// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/json_text.h"

namespace saga::ui {

namespace {

// The position behind the string that begins at `start`.
qsizetype after_string(const QString& text, qsizetype start) {
  for (qsizetype i = start + 1; i < text.size(); ++i) {
    if (text[i] == QLatin1Char('\\')) {
      ++i;
    } else if (text[i] == QLatin1Char('"')) {
      return i + 1;
    }
  }
  return text.size();
}

qsizetype after_space(const QString& text, qsizetype at) {
  while (at < text.size() && text[at].isSpace()) ++at;
  return at;
}

bool is_number_start(QChar c) { return c.isDigit() || c == QLatin1Char('-'); }

bool is_scalar(QChar c) {
  return c.isLetterOrNumber() || c == QLatin1Char('-') || c == QLatin1Char('+') || c == QLatin1Char('.');
}

}  // namespace

std::vector<JsonSpan> json_spans(const QString& line) {
  std::vector<JsonSpan> spans;
  const auto add = [&](qsizetype from, qsizetype to, JsonPart part) {
    spans.push_back({static_cast<int>(from), static_cast<int>(to - from), part});
  };
  for (qsizetype i = 0; i < line.size();) {
    const QChar c = line[i];
    if (c == QLatin1Char('"')) {
      const qsizetype end = after_string(line, i);
      const qsizetype next = after_space(line, end);
      add(i, end, next < line.size() && line[next] == QLatin1Char(':') ? JsonPart::Key : JsonPart::String);
      i = end;
    } else if (is_scalar(c)) {
      qsizetype end = i;
      while (end < line.size() && is_scalar(line[end])) ++end;
      add(i, end, is_number_start(c) ? JsonPart::Number : JsonPart::Word);
      i = end;
    } else {
      ++i;
    }
  }
  return spans;
}

QString visible_text(const QString& text) {
  QString out = text;
  for (QChar& c : out) {
    const char16_t code = c.unicode();
    if (code < 0x20 && code != u'\n' && code != u'\t') c = QChar(static_cast<char16_t>(0x2400 + code));
    // Signs that turn the reading direction could make a text look like another one.
    if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) c = QChar(0xfffd);
  }
  return out;
}

}  // namespace saga::ui
