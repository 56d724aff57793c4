// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/format.h"

#include <limits>

#include <QFontMetrics>
#include <QLocale>
#include <gtest/gtest.h>

#include "ui/widgets/fonts.h"

namespace saga::ui {
namespace {

using namespace std::chrono_literals;

std::string age(std::chrono::microseconds value) { return age_text(value).toStdString(); }

TEST(Format, AgesUseOneUnit) {
  EXPECT_EQ(age(200ms), "0.2 s");
  EXPECT_EQ(age(9900ms), "9.9 s");
  EXPECT_EQ(age(9990ms), "9 s") << "never rounded up past what it is";
  EXPECT_EQ(age(48s), "48 s");
  EXPECT_EQ(age(118s), "118 s");
  EXPECT_EQ(age(11min), "11 min");
  EXPECT_EQ(age(2h + 30min), "2 h");
  EXPECT_EQ(age(72h), "3 d");
  EXPECT_EQ(age(-5s), "0.0 s") << "a clock that jumped shows no negative age";
}

TEST(Format, MoneyIsExactAndGrouped) {
  EXPECT_EQ(money_text({128000, "KRW"}).toStdString(), "128,000 KRW");
  EXPECT_EQ(money_text({16267, "USD"}).toStdString(), "162.67 USD");
  EXPECT_EQ(money_text({5, "USD"}).toStdString(), "0.05 USD");
  EXPECT_EQ(money_text({-128000, "KRW"}).toStdString(), "-128,000 KRW");
  EXPECT_EQ(money_text({1234567, "KWD"}).toStdString(), "1,234.567 KWD");
  EXPECT_EQ(money_text({std::numeric_limits<std::int64_t>::max(), "KRW"}).toStdString(),
            "9,223,372,036,854,775,807 KRW");
  EXPECT_EQ(money_text({std::numeric_limits<std::int64_t>::min(), "KRW"}).toStdString(),
            "-9,223,372,036,854,775,808 KRW");
  EXPECT_EQ(money_text({100, ""}).toStdString(), "1.00");
}

TEST(Format, LocaleDecidesTheSigns) {
  const QLocale before;
  QLocale::setDefault(QLocale(QLocale::German));
  EXPECT_EQ(money_text({123456, "EUR"}).toStdString(), "1.234,56 EUR");
  QLocale::setDefault(before);
}

TEST(Format, CappedCountsSaySo) {
  EXPECT_EQ(count_text(CappedCount{1002318, false}).toStdString(), "1,002,318");
  EXPECT_EQ(count_text(CappedCount{10000, true}).toStdString(), "10,000+");
}

TEST(Format, LongIdsKeepBothEnds) {
  EXPECT_EQ(short_id(QStringLiteral("0195a1c3-52f0-7c18-b0aa-4d129f3b7e02")).toStdString(), "0195a1c3…9f3b7e02");
  EXPECT_EQ(short_id(QStringLiteral("O-4812933")).toStdString(), "O-4812933");
}

TEST(Format, DurationsKeepThreeDigits) {
  EXPECT_EQ(duration_text(30us).toStdString(), "< 0.1 ms");
  EXPECT_EQ(duration_text(80us).toStdString(), "0.1 ms");
  EXPECT_EQ(duration_text(0us).toStdString(), "0.0 ms");
  EXPECT_EQ(duration_text(41ms).toStdString(), "41 ms");
  EXPECT_EQ(duration_text(1080ms).toStdString(), "1.08 s");
  EXPECT_EQ(duration_text(48200ms).toStdString(), "48.2 s");
  EXPECT_EQ(offset_text(120ms).toStdString(), "+0.12 s");
  EXPECT_EQ(offset_text(-120ms).toStdString(), "−0.12 s");
}

// The reason for the choice of the face: 1,111,111 above 888,888 must align.
TEST(Fonts, DigitsAreTabular) {
  for (const TypeSize& size : {type::kCaption, type::kDense, type::kBody, type::kBodyStrong, type::kFigure}) {
    const QFontMetrics metrics(ui_font(size));
    for (char digit = '1'; digit <= '9'; ++digit) {
      EXPECT_EQ(metrics.horizontalAdvance(QLatin1Char(digit)), metrics.horizontalAdvance(QLatin1Char('0')))
          << size.px << ' ' << digit;
    }
  }
}

}  // namespace
}  // namespace saga::ui
