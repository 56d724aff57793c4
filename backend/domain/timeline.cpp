// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/timeline.h"

#include <algorithm>
#include <array>

namespace saga::timeline {
namespace {

constexpr std::size_t kUuidLength = 36;
constexpr std::size_t kMostSteps = 255;

bool is_dash_place(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// FNV-1a, and its bits spread.
std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 14695981039346656037ULL ^ seed;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  hash ^= hash >> 29;
  hash *= 0xbf58476d1ce4e5b9ULL;
  return hash ^ (hash >> 32);
}

}  // namespace

std::optional<SpanId> span_id_from(std::string_view uuid) {
  if (uuid.size() != kUuidLength) return std::nullopt;
  std::array<std::uint64_t, 2> halves{};
  std::size_t digits = 0;
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    if (is_dash_place(i)) {
      if (uuid[i] != '-') return std::nullopt;
      continue;
    }
    const int digit = hex_digit(uuid[i]);
    if (digit < 0) return std::nullopt;
    std::uint64_t& half = halves[digits / 16];
    half = half << 4U | static_cast<std::uint64_t>(digit);
    ++digits;
  }
  return SpanId{halves[0], halves[1]};
}

SpanId span_id_of_text(std::string_view text) { return {hash_of(text, 0), hash_of(text, 0x9e3779b97f4a7c15ULL)}; }

SagaId saga_id_of(const SpanId& id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  SagaId text;
  text.reserve(kUuidLength);
  for (unsigned digit = 0; digit < 32; ++digit) {
    if (is_dash_place(text.size())) text += '-';
    const std::uint64_t half = digit < 16 ? id.high : id.low;
    text += kDigits[(half >> (60U - 4U * (digit % 16))) & 0xfU];
  }
  return text;
}

std::uint8_t SpanList::step(std::string_view name) {
  const auto found = std::ranges::find(steps, name);
  if (found != steps.end()) return static_cast<std::uint8_t>(found - steps.begin());
  if (steps.size() == kMostSteps) return kMostSteps - 1;
  steps.emplace_back(name);
  return static_cast<std::uint8_t>(steps.size() - 1);
}

void SpanList::append(const SpanList& other) {
  std::vector<std::uint8_t> renamed;
  renamed.reserve(other.steps.size());
  for (const std::string& name : other.steps) renamed.push_back(step(name));
  spans.reserve(spans.size() + other.spans.size());
  for (Span span : other.spans) {
    if (span.step < renamed.size()) span.step = renamed[span.step];
    spans.push_back(span);
  }
}

}  // namespace saga::timeline
