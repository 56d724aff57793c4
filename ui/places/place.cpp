// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/places/place.h"

#include <array>

#include <QUrl>
#include <QUrlQuery>

namespace saga::ui {
namespace {

constexpr QLatin1String kScheme{"saga-console"};
constexpr QLatin1String kOneSaga{"saga"};

struct Name {
  PageId page;
  QLatin1String text;
};
constexpr std::array<Name, 5> kNames{{{PageId::Overview, QLatin1String("overview")},
                                      {PageId::Sagas, QLatin1String("sagas")},
                                      {PageId::Timeline, QLatin1String("timeline")},
                                      {PageId::Routing, QLatin1String("routing")},
                                      {PageId::Journal, QLatin1String("journal")}}};

}  // namespace

QString page_name(PageId page) {
  for (const Name& name : kNames) {
    if (name.page == page) return name.text;
  }
  return {};
}

QString link_to(const QString& profile, const Place& place) {
  QUrl url;
  url.setScheme(kScheme);
  url.setHost(profile);
  QString path = QLatin1Char('/') + page_name(place.page);
  if (!place.saga.isEmpty()) path = QLatin1Char('/') + kOneSaga + QLatin1Char('/') + place.saga;
  url.setPath(path, QUrl::DecodedMode);
  if (!place.filter.isEmpty()) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("filter"), QString::fromLatin1(QUrl::toPercentEncoding(place.filter)));
    url.setQuery(query);
  }
  return QString::fromLatin1(url.toEncoded());
}

std::optional<Link> link_from(const QString& text) {
  const QUrl url(text, QUrl::StrictMode);
  if (!url.isValid() || url.scheme() != kScheme || url.host().isEmpty()) return std::nullopt;
  Link link{url.host(), {}};
  const QStringList path = url.path().split(QLatin1Char('/'), Qt::SkipEmptyParts);
  link.place.filter = QUrlQuery(url).queryItemValue(QStringLiteral("filter"), QUrl::FullyDecoded);
  if (path.size() == 2 && path[0] == kOneSaga) {
    link.place.saga = path[1];
    return link;
  }
  for (const Name& name : kNames) {
    if (path.size() != 1 || path[0] != name.text) continue;
    link.place.page = name.page;
    return link;
  }
  return std::nullopt;
}

}  // namespace saga::ui
