// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the whole tree of the window with every page and state: whatever can be reached or pressed has a name that a
// screen reader can say, and the Tab key reaches all of it, there and back; and no button is cut off. Seen red:
// with a page whose proxy for the keyboard ended the round, and with Tab leading to the page that was shown before.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSet>
#include <QTabBar>

#include "tests/ui/console_fixture.h"
#include "ui/overview/stat_tile.h"
#include "ui/sagas/detail_tabs.h"
#include "ui/shell/navigation.h"
#include "ui/shell/palette.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/command.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;

std::string called(const QWidget* widget) {
  std::string path;
  for (const QWidget* at = widget; at != nullptr; at = at->parentWidget()) {
    path = std::string(at->metaObject()->className()) + (path.empty() ? "" : " > ") + path;
  }
  return path;
}

QString spoken_name(QWidget* widget) {
  const auto* accessible = QAccessible::queryAccessibleInterface(widget);
  return accessible == nullptr ? QString() : accessible->text(QAccessible::Name);
}

bool can_be_used(const QWidget* widget) { return widget->isVisible() && widget->isEnabled(); }

// Of the buttons that exclude each other Tab reaches the one that is chosen, and the arrows the others.
bool reached_by_arrows(const QWidget* widget) {
  const auto* button = qobject_cast<const QAbstractButton*>(widget);
  return button != nullptr && button->autoExclusive() && !button->isChecked();
}

// A figure that leads nowhere is no button, though it is made like one.
bool leads_nowhere(const QWidget* widget) {
  return qobject_cast<const ui::StatTile*>(widget) != nullptr && widget->focusPolicy() == Qt::NoFocus;
}

class Walk : public ConsoleFixture {
 protected:
  void SetUp() override {
    ConsoleFixture::SetUp();
    every_page_is_there = true;
    overview_state = sample_overview();
    fill_sample(system, 50);
  }

  void everything_has_a_name(const char* state) {
    for (QWidget* widget : window->findChildren<QWidget*>()) {
      if (!can_be_used(widget)) continue;
      const bool pressed = qobject_cast<QAbstractButton*>(widget) != nullptr;
      if (widget->focusPolicy() == Qt::NoFocus && !pressed) continue;
      EXPECT_FALSE(spoken_name(widget).trimmed().isEmpty()) << state << ": " << called(widget);
    }
  }

  // A button whose words have no room, or one that lies partly outside the window.
  void nothing_is_cut_off(const char* state) {
    for (QWidget* widget : window->findChildren<QWidget*>()) {
      const bool button =
          qobject_cast<ui::ActionButton*>(widget) != nullptr || qobject_cast<ui::Chip*>(widget) != nullptr;
      if (!button || !widget->isVisible()) continue;
      EXPECT_GE(widget->width(), widget->sizeHint().width()) << state << ": " << called(widget);
      const QRect place(widget->mapTo(window.get(), QPoint()), widget->size());
      EXPECT_TRUE(window->rect().contains(place)) << state << ": " << called(widget);
    }
  }

  // Where Tab leads from the first widget on, until it comes back to one where it was.
  QSet<QWidget*> round(Qt::Key key, Qt::KeyboardModifiers modifiers, const char* state) {
    QSet<QWidget*> seen;
    for (int i = 0; i < 500; ++i) {
      QWidget* at = QApplication::focusWidget();
      if (at == nullptr) {
        ADD_FAILURE() << state << ": the keyboard is nowhere after " << i << " steps";
        break;
      }
      EXPECT_TRUE(can_be_used(at)) << state << ": " << called(at);
      if (seen.contains(at)) break;
      seen.insert(at);
      QTest::keyClick(at, key, modifiers);
      EXPECT_NE(QApplication::focusWidget(), at) << state << ": the keyboard is caught in " << called(at);
    }
    return seen;
  }

  void tab_reaches_everything(const char* state) {
    QWidget* const first = window->findChild<ui::OpenField*>();
    for (const auto& [key, modifiers] : {std::pair(Qt::Key_Tab, Qt::KeyboardModifiers(Qt::NoModifier)),
                                         std::pair(Qt::Key_Backtab, Qt::KeyboardModifiers(Qt::ShiftModifier))}) {
      first->setFocus(Qt::TabFocusReason);
      const auto reached = round(key, modifiers, state);
      for (QWidget* widget : window->findChildren<QWidget*>()) {
        if (!can_be_used(widget)) continue;
        const bool pressed = qobject_cast<QAbstractButton*>(widget) != nullptr;
        const bool wanted = (widget->focusPolicy() & Qt::TabFocus) != 0 || pressed;
        if (!wanted || widget->focusProxy() != nullptr || reached_by_arrows(widget) || leads_nowhere(widget)) {
          continue;
        }
        // A bar that is too narrow for its tabs has buttons to move them; the arrows do the same.
        if (qobject_cast<QTabBar*>(widget->parentWidget()) != nullptr) continue;
        EXPECT_TRUE(reached.contains(widget)) << state << ": Tab does not lead to " << called(widget);
      }
    }
  }

  void walk(const char* state) {
    settle();
    everything_has_a_name(state);
    nothing_is_cut_off(state);
    tab_reaches_everything(state);
    for (const QWidget* widget : window->findChildren<QWidget*>()) {
      const bool page_of_the_window = widget->parentWidget() != nullptr &&
                                      widget->parentWidget()->inherits("QStackedWidget") &&
                                      widget->parentWidget()->parentWidget()->parentWidget() == window.get();
      EXPECT_TRUE(!page_of_the_window || widget->focusProxy() == nullptr) << called(widget);
    }
  }

  void every_page(const char* state) {
    int pages = 0;
    for (const ui::PageId id :
         {ui::PageId::Overview, ui::PageId::Sagas, ui::PageId::Timeline, ui::PageId::Routing, ui::PageId::Journal}) {
      window->show_page(id);
      if (window->current_page() != id) continue;
      ++pages;
      walk((state + (" on " + ui::page_name(id).toStdString())).c_str());
    }
    EXPECT_EQ(pages, static_cast<int>(window->findChildren<ui::NavigationItem*>().size())) << state;
  }
};

TEST_F(Walk, EveryPageWideAndNarrow) {
  open();
  connect_all();
  every_page("wide");
  window->resize(1024, 700);
  every_page("narrow");
}

TEST_F(Walk, ASagaAndWhatCanBeDoneWithIt) {
  open();
  connect_all();
  window->show_page(ui::PageId::Sagas);
  for (const char* id : {kStuckId, kNeedsAttentionId, kRunningId, kCompensatedId}) {
    page->select(id);
    walk(id);
  }
  page->select(kStuckId);
  settle();
  for (int tab = 0; tab < ui::DetailTabs::kTabs; ++tab) {
    window->findChild<ui::DetailTabs*>()->set_tab(static_cast<ui::DetailTabs::Tab>(tab));
    walk(("tab " + std::to_string(tab)).c_str());
  }
  QTest::keyClick(window.get(), Qt::Key_F, Qt::ControlModifier);
  page->open_request(Action::Retry);
  walk("before a retry");
  page->close_request();
  window->resize(1024, 700);
  walk("narrow, with a saga");
}

TEST_F(Walk, EveryState) {
  system.sagas.clear();
  open();
  every_page("connecting");
  connect_all();
  every_page("empty");
  window->go_to({.page = ui::PageId::Sagas, .filter = QStringLiteral("step:Nothing")});
  walk("nothing matches");
  system.error = Error{ErrorKind::Permission, "permission denied"};
  controller->refresh();
  PlatformStatus status = operator_status(system.server_now);
  status.role.clear();
  system.tell(status);
  every_page("forbidden");
  const SourceState lost = lost_postgres();
  system.error = lost.error;
  system.tell(lost);
  every_page("disconnected");
  window->open_link(QStringLiteral("saga-console://elsewhere/sagas"));
  walk("a link refused");
}

TEST_F(Walk, InKorean) {
  speak(QLatin1String("ko"));
  open();
  connect_all();
  page->select(kStuckId);
  every_page("korean");
  window->resize(1024, 700);
  every_page("korean, narrow");
  controller->choose_all();
  window->show_page(ui::PageId::Sagas);
  walk("korean, narrow, with a selection");
}

TEST_F(Walk, ThePaletteAndTheKeysHaveNamesAndKeepTheKeyboard) {
  open();
  window->open_palette();
  everything_has_a_name("palette");
  QWidget* const field = QApplication::focusWidget();
  QTest::keyClick(field, Qt::Key_Tab);
  EXPECT_EQ(QApplication::focusWidget(), field) << "Tab moves the line; there is nowhere else to go";
  QTest::keyClick(field, Qt::Key_Escape);
  window->toggle_keys();
  everything_has_a_name("keys");
}

TEST_F(Walk, EveryPageIsReachedByItsKey) {
  open();
  int pages = 0;
  for (const ui::Command* command : ui::commands_of(*window)) {
    if (command->id() != QStringLiteral("go.page")) continue;
    ++pages;
    EXPECT_FALSE(command->shortcut().isEmpty());
  }
  EXPECT_EQ(pages, static_cast<int>(window->findChildren<ui::NavigationItem*>().size()));
  EXPECT_GT(pages, 0);
}

}  // namespace
}  // namespace saga::test
