// SPDX-License-Identifier: GPL-3.0-or-later
// What the window itself can do: its commands, the choice of look and language, links.
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include "ui/shell/keys_panel.h"
#include "ui/shell/look.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigation.h"
#include "ui/shell/palette.h"
#include "ui/shell/palette_words.h"
#include "ui/shell/source_bar.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/command.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

void MainWindow::add_commands() {
  QWidget* const where = body_;
  const auto add = [where](const char* id, Section section, const QString& name, const QKeySequence& keys,
                           std::function<void()> act) -> Command& {
    return add_command(where, {id, section, name, keys, Reach::Window}, std::move(act));
  };
  for (std::size_t i = 0; i < entries_.size() && i < 9; ++i) {
    const PageId id = entries_[i].id;
    add_command(where,
                {"go.page", Section::Go, Navigation::tr(entries_[i].title),
                 QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i))), Reach::Window},
                [this, id] { show_page(id); });
  }
  add("window.palette", Section::Go, tr("Open anything"), QKeySequence(Qt::CTRL | Qt::Key_K),
      [this] { open_palette(); });
  add("window.filter", Section::Page, tr("Filter"), QKeySequence(Qt::Key_Slash), [this] {
    if (page().focus_filter) page().focus_filter();
  }).set_closed([this]() -> std::optional<QString> {
    if (page().focus_filter) return std::nullopt;
    return tr("this page has no filter");
  });
  describe_keys(where, Section::Page, QStringLiteral("Tab"), tr("The next part of the page"));
  describe_keys(where, Section::Page, QStringLiteral("Esc"), tr("Close, or clear the selection"));
  add("window.copy-link", Section::Window, tr("Copy a link to this place"),
      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] { copy_link(); });
  add("window.reconnect", Section::Window, tr("Reconnect now"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R), [this] {
    attachment_.reconnect();
  }).set_closed([this]() -> std::optional<QString> {
    for (const auto& [source, state] : states_) {
      if (state.health == SourceState::Health::Lost) return std::nullopt;
    }
    return tr("everything is connected");
  });
  add("window.lock", Section::Window, tr("Unlock or lock writing"), QKeySequence(Qt::CTRL | Qt::Key_U), [this] {
    turn_lock();
  }).set_closed([this]() -> std::optional<QString> {
    if (platform_ && platform_->writing != Writing::Open) return std::nullopt;
    return tr("writing is never locked here");
  });
  add("window.shade", Section::Window, tr("Light or dark"), QKeySequence(Qt::CTRL | Qt::Key_L),
      [] { choose_theme(*qApp, shade() == Shade::Light ? ThemeMode::Dark : ThemeMode::Light); });
  for (const auto& [id, mode] :
       {std::pair("theme.system", ThemeMode::System), std::pair("theme.light", ThemeMode::Light),
        std::pair("theme.dark", ThemeMode::Dark)}) {
    add(id, Section::Window, theme_text(mode), {}, [chosen = mode] { choose_theme(*qApp, chosen); });
  }
  for (const auto& [id, spoken] :
       {std::pair("language.desktop", Language::Desktop), std::pair("language.english", Language::English),
        std::pair("language.korean", Language::Korean)}) {
    add(id, Section::Window, language_text(spoken), {}, [chosen = spoken] { choose_language(*qApp, chosen); });
  }
  add("window.keys", Section::Window, tr("These keys"), QKeySequence(Qt::Key_Question), [this] { toggle_keys(); });
}

void MainWindow::choose_look(QPoint at) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setAccessibleName(SourceBar::tr("Light or dark, language"));
  auto* themes = new QActionGroup(menu);
  for (const ThemeMode mode : kThemes) {
    QAction* action = menu->addAction(theme_text(mode), menu, [mode] { choose_theme(*qApp, mode); });
    action->setCheckable(true);
    action->setChecked(mode == theme_mode());
    themes->addAction(action);
  }
  menu->addSeparator();
  auto* languages = new QActionGroup(menu);
  for (const Language choice : kLanguages) {
    QAction* action = menu->addAction(language_text(choice), menu, [choice] { choose_language(*qApp, choice); });
    action->setCheckable(true);
    action->setChecked(choice == language());
    languages->addAction(action);
  }
  const QSize size = menu->sizeHint();
  menu->popup(at - QPoint(size.width(), size.height()));
}

void MainWindow::copy_link() { QApplication::clipboard()->setText(link_to(attached_.profile, place())); }

bool MainWindow::open_link(const QString& link) {
  const auto readings = readings_of(link, attached_.profile);
  const Reading reading = readings.empty() ? Reading{.kind = Reading::Kind::NoPlace} : readings.front();
  switch (reading.kind) {
    case Reading::Kind::Link:
      if (!index_of(reading.place.page)) break;
      refusal_->hide();
      go_to(reading.place);
      return true;
    case Reading::Kind::OtherProfile:
      refuse_link(
          tr("This link leads to the profile %1, and this window shows %2").arg(reading.profile, attached_.profile),
          tr("A window for it is opened by: saga-console '%1'").arg(reading.text));
      return false;
    default: break;
  }
  refuse_link(tr("This link leads nowhere that this program knows"), link);
  return false;
}

void MainWindow::refuse_link(const QString& title, const QString& detail) {
  refusal_->tell(Banner::Tone::Warn, Icon::Lock, title, detail);
  refusal_->show();
}

}  // namespace saga::ui
