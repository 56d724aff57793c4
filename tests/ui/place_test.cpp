// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/places/place.h"

#include <gtest/gtest.h>

namespace saga::ui {
namespace {

TEST(Place, HasALinkThatLeadsBackToIt) {
  const std::pair<Place, const char*> cases[] = {
      {{.page = PageId::Overview}, "saga-console://demo/overview"},
      {{.page = PageId::Timeline}, "saga-console://demo/timeline"},
      {{.page = PageId::Routing}, "saga-console://demo/routing"},
      {{.page = PageId::Journal, .filter = QStringLiteral("area:jobs who:kim.sujin")},
       "saga-console://demo/journal?filter=area%3Ajobs%20who%3Akim.sujin"},
      {{.page = PageId::Sagas}, "saga-console://demo/sagas"},
      {{.page = PageId::Sagas, .filter = QStringLiteral("step:StockConfirmation error:\"a & b=50% #1\"")},
       "saga-console://demo/sagas?filter=step%3AStockConfirmation%20error%3A%22a%20%26%20b%3D50%25%20%231%22"},
      {{.page = PageId::Sagas, .saga = QStringLiteral("018e2d71-96a4-7000-8000-000000000001")},
       "saga-console://demo/saga/018e2d71-96a4-7000-8000-000000000001"},
  };
  for (const auto& [place, text] : cases) {
    const QString link = link_to(QStringLiteral("demo"), place);
    EXPECT_EQ(link.toStdString(), text);
    EXPECT_EQ(link_from(link), (Link{QStringLiteral("demo"), place})) << text;
  }
}

TEST(Place, WhatLeadsNowhereIsNoLink) {
  for (const char* text : {"", "nonsense", "https://demo/sagas", "saga-console:///sagas", "saga-console://demo/",
                           "saga-console://demo/nowhere", "saga-console://demo/saga/1/2"}) {
    EXPECT_FALSE(link_from(QString::fromUtf8(text))) << text;
  }
}

}  // namespace
}  // namespace saga::ui
