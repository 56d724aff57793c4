// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/keys_panel.h"

#include <array>

#include <QKeyEvent>
#include <QPainter>

#include "ui/widgets/action_button.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kWidth = 360;
constexpr int kLine = height::kRow;

struct Key {
  const char* key;
  const char* does;
};

constexpr std::array<Key, 12> kKeys{{
    {"/", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "filter")},
    {"N", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "show newer rows")},
    {"F5", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "read again")},
    {"↑ ↓", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "another row, or another step")},
    {"← →", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "another attempt of the step")},
    {"R", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "retry the saga, asks for a reason")},
    {"C", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "compensate the saga, asks for a reason")},
    {"Ctrl C", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "copy the row as TSV")},
    {"Esc", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "close, or clear the selection")},
    {"Tab", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "the next part of the page")},
    {"Ctrl L", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "light or dark")},
    {"?", QT_TRANSLATE_NOOP("saga::ui::KeysPanel", "these keys")},
}};

}  // namespace

KeysPanel::KeysPanel(QWidget* parent) : QWidget(parent) {
  setFixedSize(kWidth, height::kPanelHead + kLine * static_cast<int>(kKeys.size()) + space::kUnit);
  setFocusPolicy(Qt::StrongFocus);
  QStringList spoken;
  for (const Key& key : kKeys) spoken << QStringLiteral("%1: %2").arg(QString::fromUtf8(key.key), tr(key.does));
  setAccessibleName(tr("Keys"));
  setAccessibleDescription(spoken.join(QStringLiteral("; ")));
  hide();
}

void KeysPanel::place() {
  const QWidget* around = parentWidget();
  move(around->width() - width() - space::kSection, around->height() - height() - height::kStatusBar - space::kUnit);
  raise();
}

void KeysPanel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_box(painter, rect(), radius::kDialog, color(Color::SurfaceBase), color(Color::BorderControl));
  paint_text(painter, QRect(space::kSection, 4, width(), height::kPanelHead - 4), Qt::AlignLeft, tr("Keys"),
             type::kBodyStrong, color(Color::TextPrimary));
  int top = height::kPanelHead;
  for (const Key& key : kKeys) {
    painter.fillRect(1, top, width() - 2, 1, color(Color::BorderHairline));
    paint_text(painter, QRect(space::kSection, top, width() - 110, kLine), Qt::AlignLeft, tr(key.does), type::kBody,
               color(Color::TextPrimary));
    paint_key_cap(painter, QRect(0, top, width() - space::kSection, kLine), QString::fromUtf8(key.key),
                  color(Color::TextSecondary));
    top += kLine;
  }
}

void KeysPanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Question) {
    hide();
    return;
  }
  QWidget::keyPressEvent(event);
}

void KeysPanel::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  hide();
}

}  // namespace saga::ui
