// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

// Every value of the visual language, and the only place where one is written down. Light and dark are two sets of
// values of the same names; nothing outside this folder knows which of them is shown.
namespace saga::ui {

using Rgb = std::uint32_t;  // 0xRRGGBB

enum class Shade { Light, Dark };

struct Pair {
  Rgb light = 0;
  Rgb dark = 0;
  [[nodiscard]] constexpr Rgb of(Shade shade) const { return shade == Shade::Light ? light : dark; }
};

enum class Color : std::size_t {
  SurfaceWindow,
  SurfacePanel,
  SurfaceBase,
  RowHover,
  RowSelected,
  RowSelectedIdle,
  BorderHairline,
  BorderPanel,
  BorderControl,
  TextPrimary,
  TextSecondary,
  TextMuted,
  TextDisabled,
  AccentFill,
  AccentOnFill,
  AccentText,
  DangerFill,
  DangerOnFill,
  EnvProduction,
  EnvProductionBand,
  EnvProductionText,
  EnvStaging,
  EnvStagingBand,
  EnvStagingText,
  EnvLocal,
  EnvLocalBand,
  EnvLocalText,
  EnvOnCell,
  NoteInfo,
  NoteWarn,
  NoteBad,
  DiffAdd,
  DiffAddStrong,
  DiffDel,
  DiffDelStrong,
  CodeKey,
  CodeString,
  CodeNumber,
  CodeOther,
  SeriesEventDriven,
  SeriesLegacy,
  Series3,
  Series4,
  Series5,
  Series6,
  SeriesTarget,
};

struct ColorToken {
  const char* name;
  Rgb light;
  Rgb dark;
};

inline constexpr std::array<ColorToken, 46> kColors{{
    {"surface.window", 0xe9ecf0, 0x111418},     {"surface.panel", 0xf4f6f8, 0x191d23},
    {"surface.base", 0xffffff, 0x1f242b},       {"row.hover", 0xeff3f6, 0x272d35},
    {"row.selected", 0xd5ecef, 0x113a41},       {"row.selectedIdle", 0xe3e8ec, 0x2b323a},
    {"border.hairline", 0xe1e5ea, 0x2a3038},    {"border.panel", 0xcbd1d9, 0x383f49},
    {"border.control", 0x7c8694, 0x6f7a88},     {"text.primary", 0x171b21, 0xe6e9ed},
    {"text.secondary", 0x3f4855, 0xb7bfc9},     {"text.muted", 0x565f6c, 0x98a2ae},
    {"text.disabled", 0x5e6774, 0x949eaa},      {"accent.fill", 0x00656f, 0x1b7a85},
    {"accent.onFill", 0xffffff, 0xffffff},      {"accent.text", 0x005f69, 0x63ccd6},
    {"danger.fill", 0xb3161f, 0xc22e36},        {"danger.onFill", 0xffffff, 0xffffff},
    {"env.production", 0x9c1234, 0x9c1a3c},     {"env.productionBand", 0xf9e7eb, 0x2e161d},
    {"env.productionText", 0x7c0e2a, 0xffb3c2}, {"env.staging", 0x7a5200, 0x7f5a0c},
    {"env.stagingBand", 0xfbf1dc, 0x2b2414},    {"env.stagingText", 0x6a4700, 0xebc77e},
    {"env.local", 0x465264, 0x465264},          {"env.localBand", 0xe9edf2, 0x1d232b},
    {"env.localText", 0x3a4656, 0xbcc6d2},      {"env.onCell", 0xffffff, 0xffffff},
    {"note.info", 0xe4eef8, 0x182b3f},          {"note.warn", 0xfcefd9, 0x33270f},
    {"note.bad", 0xfce6e6, 0x3b1a1c},           {"diff.add", 0xddf2e1, 0x163222},
    {"diff.addStrong", 0xb4e2be, 0x21583a},     {"diff.del", 0xfbe3e3, 0x3a1d20},
    {"diff.delStrong", 0xf3bcbc, 0x6a2a2f},     {"code.key", 0x5b3d91, 0xc2a8f0},
    {"code.string", 0x1d6239, 0x8ccb9f},        {"code.number", 0x0b5394, 0x86bef7},
    {"code.other", 0x93400b, 0xf0ae7b},         {"series.eventDriven", 0x007682, 0x3fb8c4},
    {"series.legacy", 0x66758c, 0x8f9db3},      {"series.3", 0x7b52b9, 0xb393ea},
    {"series.4", 0xa36a00, 0xdfa83e},           {"series.5", 0xb03a72, 0xee86b4},
    {"series.6", 0x2d6cb5, 0x6eabf2},           {"series.target", 0x4c5663, 0xaeb7c2},
}};

[[nodiscard]] constexpr Rgb rgb(Color color, Shade shade) {
  const ColorToken& token = kColors[static_cast<std::size_t>(color)];
  return shade == Shade::Light ? token.light : token.dark;
}

enum class StatusKind : std::size_t {
  Running,
  Completed,
  Compensating,
  Compensated,
  Stuck,
  NeedsAttention,
  Failed,
  Unverified,
  Unknown
};

// How much of the eye a status may take.
enum class Loudness { Quiet, Coloured, Tinted, Filled };

struct StatusToken {
  const char* name;
  int loudness;
  Pair fg;
  Pair bg;
  Pair solid = {};
  Pair on_solid = {};
};

inline constexpr std::array<StatusToken, 9> kStatuses{{
    {"running", 1, {0x0b5cad, 0x74b5fb}, {0xe3eefa, 0x16293e}},
    {"completed", 0, {0x2c6638, 0x86bf93}, {0xe6f2e8, 0x18291d}},
    {"compensating", 1, {0x7a5200, 0xe5b548}, {0xfbf0d8, 0x31270f}},
    {"compensated", 0, {0x5f5877, 0xada6ca}, {0xedebf4, 0x26242f}},
    {"stuck", 2, {0xa03f00, 0xffa05e}, {0xfdebdd, 0x3a2312}},
    {"needsAttention", 3, {0xb3161f, 0xff8a8a}, {0xfce6e6, 0x3b1a1c}, {0xb3161f, 0xc22e36}, {0xffffff, 0xffffff}},
    {"failed", 2, {0xb3161f, 0xff8a8a}, {0xfce6e6, 0x3b1a1c}},
    {"unverified", 2, {0x53456f, 0xc3b2e6}, {0xefeaf6, 0x2a2436}},
    {"unknown", 0, {0x4e5865, 0xa3adb8}, {0xeaedf0, 0x262c33}},
}};

[[nodiscard]] constexpr const StatusToken& status_token(StatusKind kind) {
  return kStatuses[static_cast<std::size_t>(kind)];
}

// Pixels at 100 % scaling.
struct TypeSize {
  int px;
  int line;
  bool strong = false;
};

namespace type {
inline constexpr TypeSize kCaption{11, 16};
inline constexpr TypeSize kDense{12, 16};
inline constexpr TypeSize kDenseStrong{12, 16, true};
inline constexpr TypeSize kBody{13, 20};
inline constexpr TypeSize kBodyStrong{13, 20, true};
inline constexpr TypeSize kTitle{15, 24, true};
inline constexpr TypeSize kFigure{22, 28, true};
inline constexpr TypeSize kBigFigure{40, 48, true};
}  // namespace type

namespace space {
inline constexpr int kHalf = 4;
inline constexpr int kUnit = 8;
inline constexpr int kInset = 8;
inline constexpr int kPanelGap = 8;
inline constexpr int kPanelInset = 12;
inline constexpr int kSection = 16;
inline constexpr int kDialog = 24;
}  // namespace space

namespace radius {
inline constexpr int kControl = 3;
inline constexpr int kChip = 3;
inline constexpr int kPanel = 4;
inline constexpr int kDialog = 6;
inline constexpr int kBadge = 8;
}  // namespace radius

namespace height {
inline constexpr int kRow = 28;
inline constexpr int kRowCompact = 24;
inline constexpr int kHead = 28;
inline constexpr int kPanelHead = 32;
inline constexpr int kPageHead = 40;
inline constexpr int kControl = 28;
inline constexpr int kControlSmall = 24;
inline constexpr int kNavItem = 32;
inline constexpr int kBand = 32;
inline constexpr int kStatusBar = 24;
inline constexpr int kChip = 24;
inline constexpr int kBadge = 16;
inline constexpr int kScrollBar = 12;
}  // namespace height

namespace width {
inline constexpr int kNavigation = 176;
inline constexpr int kNavigationIcons = 48;
inline constexpr int kDetailPanel = 544;
inline constexpr int kSplitter = 8;
inline constexpr int kCompactBelow = 1280;  // the window's width under which navigation and detail give way
}  // namespace width

namespace icon_size {
inline constexpr int kSmall = 12;
inline constexpr int kTable = 14;
inline constexpr int kControl = 16;
inline constexpr int kState = 28;
}  // namespace icon_size

namespace motion {
inline constexpr int kFlashMs = 400;  // a number that changed, once
}  // namespace motion

namespace age {
// Older than these, an answer is called old, then stale.
inline constexpr int kFreshSeconds = 2;
inline constexpr int kOldSeconds = 30;
}  // namespace age

}  // namespace saga::ui
