// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tokens.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <gtest/gtest.h>

#include "ui/widgets/style_sheet.h"

namespace saga::ui {
namespace {

// WCAG 2.1.
double luminance(Rgb rgb) {
  const auto channel = [&](int shift) {
    const double c = static_cast<double>((rgb >> shift) & 0xffu) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}

double contrast(Rgb a, Rgb b) {
  const auto [low, high] = std::minmax({luminance(a), luminance(b)});  // the list form returns values
  return (high + 0.05) / (low + 0.05);
}

constexpr Shade kShades[] = {Shade::Light, Shade::Dark};
constexpr Color kBacks[] = {Color::SurfaceWindow, Color::SurfacePanel, Color::SurfaceBase,
                            Color::RowHover,      Color::RowSelected,  Color::RowSelectedIdle};

TEST(Tokens, EveryTextCanBeReadOnEverySurface) {
  for (const Shade shade : kShades) {
    for (const Color back : kBacks) {
      for (const Color ink : {Color::TextPrimary, Color::TextSecondary, Color::TextMuted}) {
        EXPECT_GE(contrast(rgb(ink, shade), rgb(back, shade)), 4.5)
            << kColors[static_cast<std::size_t>(ink)].name << " on " << kColors[static_cast<std::size_t>(back)].name;
      }
    }
    for (const Color back : {Color::NoteInfo, Color::NoteWarn, Color::NoteBad}) {
      for (const Color ink : {Color::TextPrimary, Color::TextSecondary, Color::AccentText}) {
        EXPECT_GE(contrast(rgb(ink, shade), rgb(back, shade)), 4.5);
      }
    }
    EXPECT_GE(contrast(rgb(Color::AccentOnFill, shade), rgb(Color::AccentFill, shade)), 4.5);
    EXPECT_GE(contrast(rgb(Color::DangerOnFill, shade), rgb(Color::DangerFill, shade)), 4.5);
    for (const Color code : {Color::CodeKey, Color::CodeString, Color::CodeNumber, Color::CodeOther}) {
      EXPECT_GE(contrast(rgb(code, shade), rgb(Color::SurfaceBase, shade)), 4.5);
    }
    for (const auto& [cell, band, ink] :
         {std::tuple(Color::EnvProduction, Color::EnvProductionBand, Color::EnvProductionText),
          std::tuple(Color::EnvStaging, Color::EnvStagingBand, Color::EnvStagingText),
          std::tuple(Color::EnvLocal, Color::EnvLocalBand, Color::EnvLocalText)}) {
      EXPECT_GE(contrast(rgb(Color::EnvOnCell, shade), rgb(cell, shade)), 4.5);
      EXPECT_GE(contrast(rgb(ink, shade), rgb(band, shade)), 4.5);
      EXPECT_GE(contrast(rgb(Color::TextPrimary, shade), rgb(band, shade)), 4.5);
    }
  }
}

TEST(Tokens, EveryStatusCanBeReadWhereItStands) {
  for (const Shade shade : kShades) {
    for (const StatusToken& status : kStatuses) {
      EXPECT_GE(contrast(status.fg.of(shade), status.bg.of(shade)), 4.5) << status.name;
      for (const Color back : kBacks) EXPECT_GE(contrast(status.fg.of(shade), rgb(back, shade)), 4.5) << status.name;
      if (status.loudness == static_cast<int>(Loudness::Filled)) {
        EXPECT_GE(contrast(status.on_solid.of(shade), status.solid.of(shade)), 4.5) << status.name;
      }
    }
  }
}

TEST(Tokens, GraphicsStandOut) {
  for (const Shade shade : kShades) {
    for (const Color back : {Color::SurfaceWindow, Color::SurfacePanel, Color::SurfaceBase}) {
      EXPECT_GE(contrast(rgb(Color::BorderControl, shade), rgb(back, shade)), 3.0);
      EXPECT_GE(contrast(rgb(Color::AccentText, shade), rgb(back, shade)), 3.0);
    }
  }
}

TEST(Tokens, OnlyNeedsAttentionIsFilled) {
  const auto filled = std::ranges::count(kStatuses, static_cast<int>(Loudness::Filled), &StatusToken::loudness);
  EXPECT_EQ(filled, 1);
  EXPECT_EQ(status_token(StatusKind::NeedsAttention).loudness, static_cast<int>(Loudness::Filled));
}

TEST(StyleSheet, NamesOnlyTokensThatExist) {
  for (const Shade shade : kShades) EXPECT_FALSE(style_sheet(shade).contains(QLatin1Char('@')));
  EXPECT_NE(style_sheet(Shade::Light), style_sheet(Shade::Dark));
}

}  // namespace
}  // namespace saga::ui
