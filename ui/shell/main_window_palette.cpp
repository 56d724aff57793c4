// SPDX-License-Identifier: GPL-3.0-or-later
// What the palette offers in this window.
#include <QPointer>

#include "ui/shell/main_window.h"
#include "ui/shell/navigation.h"
#include "ui/shell/palette.h"
#include "ui/shell/palette_words.h"
#include "ui/widgets/command.h"
#include "ui/widgets/format.h"
#include "ui/widgets/status_style.h"

namespace saga::ui {
namespace {

constexpr int kMostFound = 5;
constexpr QLatin1String kSagaPrefix{"saga:"};
constexpr QLatin1String kFilterPrefix{"filter:"};

}  // namespace

Palette* MainWindow::make_palette() {
  Palette::Sources sources;
  sources.listed = [this] { return palette_list(); };
  sources.read = [this](const QString& typed) { return palette_readings(typed); };
  sources.search = [this](const QString& typed, auto found) { palette_search(typed, std::move(found)); };
  sources.remembered = [this](const QStringList& recent) { return palette_remembered(recent); };
  sources.memory_key = QStringLiteral("recent/") + attached_.profile;
  return new Palette(std::move(sources), this);
}

void MainWindow::open_palette(const QString& typed) { palette_->open(typed); }

std::vector<PaletteEntry> MainWindow::palette_list() {
  std::vector<PaletteEntry> entries;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const PageEntry& page = entries_[i];
    entries.push_back({.id = QStringLiteral("page.") + page_name(page.id),
                       .icon = page.icon,
                       .title = Navigation::tr(page.title),
                       .detail = page.badge ? page.badge().text : QString(),
                       .keys = QStringLiteral("Ctrl %1").arg(i + 1),
                       .act = [this, id = page.id] { show_page(id); }});
  }
  for (const PageEntry& page : entries_) {
    if (!page.places) continue;
    for (const NamedPlace& named : page.places()) {
      entries.push_back({.id = named.id,
                         .icon = Icon::Filter,
                         .title = named.title,
                         .detail = named.detail,
                         .act = [this, place = named.place] { go_to(place); }});
    }
  }
  for (Command* command : commands_of(*this)) {
    // Pages stand above with their icons, and the palette itself is open.
    if (command->id() == QLatin1String("go.page") || command->id() == QLatin1String("window.palette")) continue;
    entries.push_back({.id = command->id(),
                       .icon = Icon::ChevronRight,
                       .title = command->text(),
                       .detail = section_text(command->section()),
                       .keys = keys_text(command->shortcut()),
                       .closed = command->closed_because().value_or(QString()),
                       .act = [command = QPointer<Command>(command)] {
                         if (command) command->trigger();
                       }});
  }
  return entries;
}

PaletteEntry MainWindow::saga_entry(const QString& id, const QString& detail) {
  return {.id = kSagaPrefix + id,
          .icon = Icon::Sagas,
          .title = tr("Open saga %1").arg(short_id(id)),
          .detail = detail,
          .act = [this, id] { go_to({.page = PageId::Sagas, .saga = id}); }};
}

PaletteEntry MainWindow::filter_entry(const QString& filter) {
  return {.id = kFilterPrefix + filter,
          .icon = Icon::Filter,
          .title = tr("Filter sagas by “%1”").arg(filter),
          .act = [this, filter] { go_to({.page = PageId::Sagas, .filter = filter}); }};
}

std::vector<PaletteEntry> MainWindow::palette_readings(const QString& typed) {
  std::vector<PaletteEntry> entries;
  for (const Reading& reading : readings_of(typed, attached_.profile)) {
    switch (reading.kind) {
      case Reading::Kind::Saga: entries.push_back(saga_entry(reading.text)); break;
      case Reading::Kind::Filter: entries.push_back(filter_entry(reading.text)); break;
      case Reading::Kind::Link:
        if (!index_of(reading.place.page)) break;
        entries.push_back({.id = {},
                           .icon = Icon::ChevronRight,
                           .title = tr("Open the link"),
                           .detail = reading.place.saga.isEmpty() ? reading.place.filter : short_id(reading.place.saga),
                           .act = [this, place = reading.place] { go_to(place); }});
        break;
      case Reading::Kind::OtherProfile:
        entries.push_back({.id = {},
                           .icon = Icon::Lock,
                           .title = tr("The link leads to the profile %1").arg(reading.profile),
                           .closed = tr("this window shows %1").arg(attached_.profile)});
        break;
      case Reading::Kind::NoPlace:
        entries.push_back({.id = {},
                           .icon = Icon::Lock,
                           .title = tr("The link leads nowhere"),
                           .closed = tr("this program knows no such place")});
        break;
    }
  }
  return entries;
}

std::vector<PaletteEntry> MainWindow::palette_remembered(const QStringList& recent) {
  std::vector<PaletteEntry> entries;
  for (const QString& id : recent) {
    if (id.startsWith(kSagaPrefix)) entries.push_back(saga_entry(id.mid(kSagaPrefix.size())));
    if (id.startsWith(kFilterPrefix)) entries.push_back(filter_entry(id.mid(kFilterPrefix.size())));
  }
  return entries;
}

void MainWindow::palette_search(const QString& typed, std::function<void(std::vector<PaletteEntry>)> found) {
  const auto wanted = saga_search_of(typed);
  if (!wanted) {
    finding_.cancel();
    found({});
    return;
  }
  SagaFilter filter;
  filter.search = wanted->toStdString();
  finding_.ask([this, filter](auto done) { attachment_.page(filter, std::nullopt, kMostFound, std::move(done)); },
               [this, found = std::move(found)](Result<SagaPage> page) {
                 std::vector<PaletteEntry> entries;
                 if (page) {
                   for (const Saga& saga : page->sagas) {
                     QStringList about{status_word(status_kind(condition_of(saga, page->server_now)))};
                     if (saga.order_id) about << text(*saga.order_id);
                     if (saga.amount) about << money_text(*saga.amount);
                     entries.push_back(saga_entry(text(saga.id), about.join(QStringLiteral(" · "))));
                   }
                 }
                 found(std::move(entries));  // without an answer nothing is offered; the window says why
               });
}

}  // namespace saga::ui
