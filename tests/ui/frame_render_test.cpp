// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the frame: palette, keys, menus of look, and the states that the window tells for all pages.
#include <QLineEdit>
#include <QMenu>

#include "tests/ui/render_frame.h"
#include "ui/shell/keys_panel.h"
#include "ui/shell/palette.h"
#include "ui/shell/source_bar.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;

class FrameRender : public RenderFrame {
 protected:
  void save(const char* what) {
    RenderFrame::save(what);
    for (QWidget* over : {static_cast<QWidget*>(window->findChild<ui::KeysPanel*>()),
                          static_cast<QWidget*>(window->findChild<ui::Palette*>())}) {
      EXPECT_TRUE(!over->isVisible() || window->rect().contains(over->geometry())) << what << ": it is cut off";
    }
  }
  void type(const QString& text) {
    window->findChild<ui::Palette*>()->findChild<QLineEdit*>()->setText(text);
    QTest::qWait(180);
    settle();
  }
};

TEST_P(FrameRender, EveryState) {
  fill_sample(system, 400);
  open(ui::Environment::Production, GetParam().size());
  connect_all();
  page->select(kStuckId);
  settle();
  window->open_palette();
  save("palette");
  type(QStringLiteral("O-4812933"));
  save("palette-order");
  type(QStringLiteral("saga-console://staging/sagas"));
  save("palette-elsewhere");
  window->findChild<ui::Palette*>()->close_up();
  window->toggle_keys();
  save("keys");
  window->toggle_keys();
  Q_EMIT window->findChild<ui::SourceBar*>()->look_wanted(window->mapToGlobal(window->rect().bottomRight()));
  auto* menu = window->findChild<QMenu*>();
  ASSERT_NE(menu, nullptr);
  keep_picture(menu->grab(), "look");
  menu->close();

  system.tell(connected(Source::Postgres, 9s, clock.now() - 42s));
  save("stale");
  window->open_link(QStringLiteral("saga-console://staging/saga/0195a1c3-52f0-7c18-b0aa-4d129f3b7e02"));
  connect_all();
  save("refused-link");
  system.tell(lost_postgres("db-a.payments: connection refused"));
  save("disconnected");
}

TEST_P(FrameRender, EmptyAndForbidden) {
  system.server_now = sample_now();
  open(ui::Environment::Staging, GetParam().size());
  connect_all();
  save("empty");
  system.error = Error{ErrorKind::Permission, "permission denied for view saga_list."};
  controller->refresh();
  PlatformStatus status = operator_status(system.server_now);
  status.role.clear();
  status.may_retry = status.may_compensate = false;
  system.tell(status);
  save("forbidden");
}

INSTANTIATE_TEST_SUITE_P(Sizes, FrameRender, render_cases(), [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace saga::test
