// SPDX-License-Identifier: GPL-3.0-or-later
// WCAG 2.1 AA: every pair of tokens that text may stand in, computed, and every text that stands in the window,
// measured on its picture.
//
// Seen red with text.disabled 0x8e98a4 in the dark set: on a selected row that went grey it was at 4.43; and 0x929ca8,
// which was at 4.42 on the row that has the keyboard.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>

#include "tests/ui/console_fixture.h"
#include "ui/routing/arm_panel.h"
#include "ui/sagas/detail_tabs.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/shell/navigation.h"
#include "ui/shell/palette.h"
#include "ui/widgets/freshness.h"
#include "ui/widgets/status_style.h"

namespace saga::test {
namespace {

using ui::Color;
using ui::Rgb;
using ui::Shade;

constexpr double kText = 4.5;
constexpr double kGraphic = 3.0;

double luminance(Rgb rgb) {
  const auto channel = [&](int shift) {
    const double c = static_cast<double>((rgb >> shift) & 0xffu) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}

double contrast(Rgb a, Rgb b) {
  const auto [low, high] = std::minmax({luminance(a), luminance(b)});
  return (high + 0.05) / (low + 0.05);
}

std::string name_of(Color token) { return ui::kColors[static_cast<std::size_t>(token)].name; }

// Where each ink may stand. A token that is new is not in here yet, and the test says so.
using enum Color;
const std::vector<Color> kSurfaces{SurfaceWindow, SurfacePanel, SurfaceBase, RowHover, RowSelected, RowSelectedIdle};
const std::vector<Color> kNotes{NoteInfo, NoteWarn, NoteBad};
const std::vector<Color> kBands{EnvProductionBand, EnvStagingBand, EnvLocalBand};
const std::vector<Color> kDiffs{DiffAdd, DiffAddStrong, DiffDel, DiffDelStrong};

std::vector<Color> operator+(std::vector<Color> a, const std::vector<Color>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// Lines of a payload: chosen ones, and what a search has found.
const std::vector<Color> kCodes{SurfaceBase, DiffAdd, DiffDel, RowSelected, RowSelectedIdle, NoteWarn};

const std::map<Color, std::vector<Color>> kTexts{
    {TextPrimary, kSurfaces + kNotes + kBands + kDiffs},
    {TextSecondary, kSurfaces + kNotes + kBands + std::vector{BorderHairline}},
    {TextMuted, kSurfaces},
    {TextDisabled,
     {SurfaceWindow, SurfacePanel, SurfaceBase, RowSelected, RowSelectedIdle, NoteInfo,
      NoteWarn}},  // also rows gone grey
    {AccentText, kSurfaces + kNotes + kBands},
    {AccentOnFill, {AccentFill}},
    {DangerOnFill, {DangerFill}},
    {EnvOnCell, {EnvProduction, EnvStaging, EnvLocal}},
    {EnvProductionText, {EnvProductionBand, SurfaceBase}},
    {EnvStagingText, {EnvStagingBand, SurfaceBase}},
    {EnvLocalText, {EnvLocalBand, SurfaceBase}},
    {CodeKey, kCodes},
    {CodeString, kCodes},
    {CodeNumber, kCodes},
    {CodeOther, kCodes},
};
const std::map<Color, std::vector<Color>> kGraphics{
    {BorderControl, {SurfaceWindow, SurfacePanel, SurfaceBase}},
    {SeriesEventDriven, {SurfaceBase}},
    {SeriesLegacy, {SurfaceBase}},
    {Series3, {SurfaceBase}},
    {Series4, {SurfaceBase}},
    {Series5, {SurfaceBase}},
    {Series6, {SurfaceBase}},
    {SeriesTarget, {SurfaceBase}},
};
// Lines that only divide: what they divide is told apart without them.
const std::set<Color> kDividers{BorderHairline, BorderPanel};

TEST(Contrast, EveryPairOfTokens) {
  std::set<Color> placed(kDividers);
  int pairs = 0;
  for (const auto* table : {&kTexts, &kGraphics}) {
    for (const auto& [ink, grounds] : *table) {
      placed.insert(ink);
      for (const Color ground : grounds) {
        placed.insert(ground);
        for (const Shade shade : {Shade::Light, Shade::Dark}) {
          ++pairs;
          EXPECT_GE(contrast(rgb(ink, shade), rgb(ground, shade)), table == &kTexts ? kText : kGraphic)
              << name_of(ink) << " on " << name_of(ground) << (shade == Shade::Light ? ", light" : ", dark");
        }
      }
    }
  }
  for (const ui::StatusToken& status : ui::kStatuses) {
    for (const Shade shade : {Shade::Light, Shade::Dark}) {
      for (const Color ground : kSurfaces + kNotes) {
        ++pairs;
        EXPECT_GE(contrast(status.fg.of(shade), rgb(ground, shade)), kText) << status.name << " on " << name_of(ground);
      }
      for (const Rgb ink : {status.fg.of(shade), rgb(TextPrimary, shade), rgb(TextSecondary, shade)}) {
        ++pairs;
        EXPECT_GE(contrast(ink, status.bg.of(shade)), kText) << "on the ground of " << status.name;
      }
      if (status.loudness == static_cast<int>(ui::Loudness::Filled)) {
        EXPECT_GE(contrast(status.on_solid.of(shade), status.solid.of(shade)), kText) << "on solid " << status.name;
      }
    }
  }
  for (std::size_t i = 0; i < ui::kColors.size(); ++i) {
    EXPECT_TRUE(placed.contains(static_cast<Color>(i))) << ui::kColors[i].name << " has no place in this table yet";
  }
  EXPECT_GT(pairs, 250);
}

// The contrast between the ground of a place, its commonest colour, and the strongest colour on it.
double measured(const QImage& picture, const QRect& place) {
  std::map<QRgb, int> colours;
  for (int y = place.top(); y <= place.bottom(); ++y) {
    for (int x = place.left(); x <= place.right(); ++x) ++colours[picture.pixel(x, y)];
  }
  if (colours.empty()) return 0;
  const QRgb ground = std::ranges::max_element(colours, {}, [](const auto& entry) { return entry.second; })->first;
  double strongest = 0;
  for (const auto& [colour, count] : colours) {
    // A letter's stems, not the single pixels of its edge.
    if (count >= 4) strongest = std::max(strongest, contrast(colour & 0xffffffu, ground & 0xffffffu));
  }
  return strongest;
}

class MeasuredContrast : public ConsoleFixture, public testing::WithParamInterface<ui::ThemeMode> {
 protected:
  static constexpr int kScale = 3;  // so that stems are whole pixels of the ink

  void measure(const char* state) {
    settle();
    QImage picture(window->size() * kScale, QImage::Format_RGB32);
    picture.setDevicePixelRatio(kScale);
    window->render(&picture);
    const auto check = [&](const QRect& inside, QWidget* widget, const QString& text) {
      const QRect place = QRect(widget->mapTo(window.get(), inside.topLeft()), inside.size()) & window->rect();
      if (place.width() < 8 || place.height() < 8 || text.trimmed().isEmpty()) return;
      // What lies over it is measured by itself.
      for (QWidget* over : {static_cast<QWidget*>(window->findChild<ui::Palette*>()),
                            static_cast<QWidget*>(window->findChild<ui::ArmPanel*>())}) {
        if (over != nullptr && over->isVisible() && !over->isAncestorOf(widget) && over->geometry().intersects(place))
          return;
      }
      ++texts;
      const QRect pixels(place.topLeft() * kScale, place.size() * kScale);
      EXPECT_GE(measured(picture, pixels), kText)
          << state << ": “" << text.toStdString() << "” in " << widget->metaObject()->className();
    };
    for (QWidget* widget : window->findChildren<QWidget*>()) {
      if (!widget->isVisible()) continue;
      if (const auto* label = qobject_cast<QLabel*>(widget)) {
        check(widget->rect(), widget, label->text());
      } else if (const auto* button = qobject_cast<QAbstractButton*>(widget)) {
        // Without its frame, which is a graphic.
        check(widget->rect().adjusted(3, 3, -3, -3), widget, button->text());
      } else if (const auto* line = qobject_cast<QLineEdit*>(widget)) {
        check(widget->rect().adjusted(3, 3, -3, -3), widget, line->text() + line->placeholderText());
      } else if (const auto* badge = qobject_cast<ui::FreshnessBadge*>(widget)) {
        check(widget->rect(), widget, badge->text());
      } else if (const auto* pill = qobject_cast<ui::StatusPill*>(widget)) {
        check(widget->rect(), widget, pill->accessibleName());
      } else if (auto* view = qobject_cast<QAbstractItemView*>(widget); view && !qobject_cast<QHeaderView*>(widget)) {
        for (int row = 0; row < std::min(view->model()->rowCount(), 14); ++row) {
          for (int column = 0; column < view->model()->columnCount(); ++column) {
            const QModelIndex index = view->model()->index(row, column);
            check(view->visualRect(index) & view->viewport()->rect(), view->viewport(), index.data().toString());
          }
        }
      }
    }
  }
  int texts = 0;
};

TEST_P(MeasuredContrast, OfEveryTextInTheWindow) {
  using namespace std::chrono_literals;
  ui::apply_theme(*qApp, GetParam());
  every_page_is_there = true;
  overview_state = sample_overview();
  fill_sample(system, 60);
  open();
  connect_all();
  measure("overview");
  window->show_page(ui::PageId::Timeline);
  read_timeline();
  measure("timeline");
  window->show_page(ui::PageId::Routing);
  measure("routing");
  rollback->arm();
  measure("routing, armed");
  rollback->disarm();
  window->show_page(ui::PageId::Journal);
  settle();
  journal->look_at(journal->model().entry(0));
  measure("journal");
  window->show_page(ui::PageId::Sagas);
  measure("list");
  controller->choose_all();
  controller->model().choose(2, false);
  measure("selection");
  controller->choose_none();
  page->select(kStuckId);
  measure("stuck");
  for (int tab = 0; tab < ui::DetailTabs::kTabs; ++tab) {
    window->findChild<ui::DetailTabs*>()->set_tab(static_cast<ui::DetailTabs::Tab>(tab));
    measure(("tab " + std::to_string(tab)).c_str());
  }
  page->open_request(Action::Retry);
  measure("retry");
  page->close_request();
  page->select(kNeedsAttentionId);
  window->open_palette();
  measure("palette");
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
  window->open_link(QStringLiteral("saga-console://elsewhere/sagas"));
  system.tell(connected(Source::Postgres, 9s, clock.now() - 42s));
  measure("stale");
  system.tell(lost_postgres());
  page->findChild<ui::SagaTableView*>()->setFocus();
  measure("disconnected");
  window->show_page(ui::PageId::Overview);
  measure("overview, disconnected");
  EXPECT_GT(texts, 600);
}

INSTANTIATE_TEST_SUITE_P(Themes, MeasuredContrast, testing::Values(ui::ThemeMode::Light, ui::ThemeMode::Dark),
                         [](const auto& tested) { return tested.param == ui::ThemeMode::Dark ? "dark" : "light"; });

}  // namespace
}  // namespace saga::test
