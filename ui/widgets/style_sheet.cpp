// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/style_sheet.h"

#include <algorithm>
#include <vector>

namespace saga::ui {

namespace {

// "@row.hover" stands for the token of that name. Fields have no colour of their own here: with one, Qt makes their
// hint half transparent, and no longer the palette's, which can be read.
constexpr const char* kRules = R"(
QToolTip { background: @surface.base; color: @text.primary; border: 1px solid @border.panel; padding: 4px 6px; }

QTableView, QAbstractScrollArea { border: 0; background: @surface.base; }
QTableView { selection-background-color: transparent; outline: 0; gridline-color: transparent; }
QHeaderView { background: @surface.panel; border: 0; }
QHeaderView::section { background: @surface.panel; color: @text.secondary; border: 0;
  border-bottom: 1px solid @border.panel; padding: 0 6px; font-size: 12px; font-weight: 600; }
QHeaderView::section:first { padding-left: 14px; }
QTableCornerButton::section { background: @surface.panel; border: 0; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:vertical { background: @border.control; min-height: 28px; border-radius: 3px; margin: 2px 3px; }
QScrollBar::handle:horizontal { background: @border.control; min-width: 28px; border-radius: 3px; margin: 3px 2px; }
QScrollBar::handle:hover { background: @text.muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QLineEdit, QPlainTextEdit[field="true"] { background: @surface.base;
  border: 1px solid @border.control; border-radius: 3px; padding: 0 7px;
  selection-background-color: @row.selected; selection-color: @text.primary; }
QLineEdit:focus, QPlainTextEdit[field="true"]:focus { border: 2px solid @accent.text; padding: 0 6px; }
QPlainTextEdit[field="true"] { padding: 3px 4px; }
QPlainTextEdit[field="true"]:focus { padding: 2px 3px; }

QTabBar { background: @surface.panel; border: 0; qproperty-drawBase: 0; }
QTabBar::tab { background: @surface.panel; color: @text.secondary; height: 26px; padding: 2px 10px 0 10px;
  border: 0; border-bottom: 2px solid @surface.panel; }
QTabBar[dense="true"]::tab { padding: 2px 7px 0 7px; }
QTabBar::tab:hover { background: @row.hover; border-bottom-color: @row.hover; }
QTabBar::tab:selected { background: @surface.base; color: @text.primary; font-weight: 600;
  border-bottom: 2px solid @accent.text; }
QTabBar::tab:focus { color: @accent.text; }
QTabBar::tab:disabled { color: @text.disabled; }

QSplitter::handle { background: transparent; }
QMenu { background: @surface.base; color: @text.primary; border: 1px solid @border.panel; padding: 4px 0; }
QMenu::item { padding: 4px 24px 4px 12px; }
QMenu::item:selected { background: @row.selected; }
)";

}  // namespace

QString style_sheet(Shade shade) {
  // Longest names first: "@row.selectedIdle" must not be read as "@row.selected" with a tail.
  std::vector<const ColorToken*> tokens;
  for (const ColorToken& token : kColors) tokens.push_back(&token);
  std::ranges::sort(tokens, {}, [](const ColorToken* t) { return -static_cast<int>(QLatin1String(t->name).size()); });

  QString rules = QString::fromLatin1(kRules);
  for (const ColorToken* token : tokens) {
    const Rgb value = shade == Shade::Light ? token->light : token->dark;
    rules.replace(QLatin1Char('@') + QLatin1String(token->name),
                  QStringLiteral("#%1").arg(value, 6, 16, QLatin1Char('0')));
  }
  return rules;
}

}  // namespace saga::ui
