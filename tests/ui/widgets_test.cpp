// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QImage>
#include <QSignalSpy>
#include <QTest>
#include <gtest/gtest.h>

#include "ui/widgets/action_button.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/freshness.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wrap_layout.h"

namespace saga::ui {
namespace {

using namespace std::chrono_literals;

TEST(ActionButton, EnterNeverConfirms) {
  ActionButton button(ActionButton::Look::Danger, QStringLiteral("Compensate 1 saga"));
  QSignalSpy clicked(&button, &ActionButton::clicked);
  button.show();
  QTest::keyClick(&button, Qt::Key_Return);
  QTest::keyClick(&button, Qt::Key_Enter);
  EXPECT_EQ(clicked.count(), 0);
  QTest::keyClick(&button, Qt::Key_Space);
  EXPECT_EQ(clicked.count(), 1);
}

TEST(ActionButton, RefusedStaysInPlaceAndSaysWhy) {
  ActionButton button(ActionButton::Look::Primary, Icon::Refresh, QStringLiteral("Retry…"));
  QSignalSpy clicked(&button, &ActionButton::clicked);
  const QSize open = button.sizeHint();
  button.set_refused(QStringLiteral("the saga has ended"));
  EXPECT_EQ(button.sizeHint(), open);
  EXPECT_EQ(button.accessibleDescription(), QStringLiteral("the saga has ended"));
  QTest::mouseClick(&button, Qt::LeftButton);
  EXPECT_EQ(clicked.count(), 0);
  button.set_refused({});
  QTest::mouseClick(&button, Qt::LeftButton);
  EXPECT_EQ(clicked.count(), 1);
}

TEST(PlainTextLabel, ForeignMarkupIsText) {
  const QString evil = QStringLiteral("<b onclick='x'>paid</b><img src='file:///etc/passwd'>");
  PlainTextLabel label(evil, type::kBody, Color::TextPrimary);
  EXPECT_EQ(label.textFormat(), Qt::PlainText);
  label.resize(20, 20);
  label.show_text(evil + evil);
  EXPECT_FALSE(label.toolTip().contains(QStringLiteral("<img"))) << label.toolTip().toStdString();
  EXPECT_TRUE(label.toolTip().contains(QStringLiteral("&lt;img")));
}

TEST(Chip, SaysItsCountAloud) {
  Chip chip(StatusKind::Stuck);
  chip.show_count(QStringLiteral("37"));
  EXPECT_EQ(chip.accessibleName(), QStringLiteral("stuck, 37"));
}

TEST(Freshness, AgesBecomeLouder) {
  using Degree = Freshness::Degree;
  const WallTime now{std::chrono::microseconds{1773197071000000}};
  SourceState state;
  EXPECT_EQ(freshness_of(state, now).degree, Degree::Unknown);
  state.health = SourceState::Health::Connected;
  state.latency = 3ms;
  const auto at = [&](std::chrono::seconds age) {
    state.last_answer = now - age;
    return freshness_of(state, now);
  };
  EXPECT_EQ(at(1s).degree, Degree::Fresh);
  EXPECT_EQ(at(1s).text, QStringLiteral("3 ms"));
  EXPECT_EQ(at(12s).degree, Degree::Old);
  EXPECT_EQ(at(42s).degree, Degree::Stale);
  EXPECT_EQ(at(42s).text, QStringLiteral("42 s old"));
  state.health = SourceState::Health::Lost;
  state.lost_since = now;
  EXPECT_EQ(at(0s).degree, Degree::Lost);
  EXPECT_EQ(at(0s).text, QStringLiteral("lost 11:44:31"));
}

TEST(Icons, EveryIconDrawsSomethingAtEveryScale) {
  for (int i = 0; i <= static_cast<int>(Icon::DotLost); ++i) {
    const auto icon = static_cast<Icon>(i);
    for (const double ratio : {1.0, 1.5, 2.0}) {
      const QImage image = icon_pixmap(icon, 16, QColor(Qt::red), ratio).toImage();
      EXPECT_EQ(image.width(), static_cast<int>(16 * ratio));
      bool inked = false;
      for (int y = 0; y < image.height() && !inked; ++y) {
        for (int x = 0; x < image.width() && !inked; ++x) inked = qAlpha(image.pixel(x, y)) > 128;
      }
      EXPECT_TRUE(inked) << icon_name(icon);
    }
  }
}

TEST(Theme, SwitchesAllValues) {
  apply_theme(*qApp, ThemeMode::Dark);
  EXPECT_EQ(QApplication::palette().color(QPalette::Base), QColor(0x1f, 0x24, 0x2b));
  apply_theme(*qApp, ThemeMode::Light);
  EXPECT_EQ(QApplication::palette().color(QPalette::Base), QColor(Qt::white));
  EXPECT_EQ(theme_mode_from(QStringLiteral("dark")), ThemeMode::Dark);
  EXPECT_EQ(theme_mode_from(QStringLiteral("purple")), std::nullopt);
}

TEST(WrapLayout, GoesOnInANewLineInsteadOfSqueezing) {
  QWidget holder;
  auto* wrap = new ui::WrapLayout(4);
  holder.setLayout(wrap);
  for (int i = 0; i < 3; ++i) {
    auto* part = new QWidget;
    part->setFixedSize(100, 26);
    wrap->addWidget(part);
  }
  EXPECT_EQ(wrap->sizeHint(), QSize(308, 26));
  EXPECT_EQ(wrap->heightForWidth(308), 26);
  EXPECT_EQ(wrap->heightForWidth(307), 56);
  EXPECT_EQ(wrap->minimumSize().width(), 100);
  wrap->setGeometry(QRect(0, 0, 210, 100));
  EXPECT_EQ(wrap->itemAt(1)->geometry(), QRect(104, 0, 100, 26));
  EXPECT_EQ(wrap->itemAt(2)->geometry(), QRect(0, 30, 100, 26));
  wrap->itemAt(1)->widget()->hide();
  wrap->setGeometry(QRect(0, 0, 211, 100));
  EXPECT_EQ(wrap->itemAt(2)->geometry(), QRect(104, 0, 100, 26)) << "what is hidden takes no room";
}

}  // namespace
}  // namespace saga::ui
