// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/action_list.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/overview/overview_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {
constexpr int kRow = 40;
}

ActionList::ActionList(QWidget* parent) : QWidget(parent) {
  setMinimumHeight(kRow);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Latest actions"));
}

void ActionList::show_actions(const std::vector<RecentAction>& actions) {
  if (known_ && actions == actions_) return;
  known_ = true;
  actions_ = actions;
  setAccessibleDescription(lines().join(QLatin1Char('\n')));
  update();
}

void ActionList::set_greyed(bool greyed) {
  if (greyed == greyed_) return;
  greyed_ = greyed;
  update();
}

QStringList ActionList::lines() const {
  QStringList lines;
  for (const RecentAction& action : actions_)
    lines << action_title(action) + QStringLiteral("; ") + action_detail(action);
  return lines;
}

void ActionList::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  const QColor ink = color(greyed_ ? Color::TextDisabled : Color::TextPrimary);
  const QColor second = color(greyed_ ? Color::TextDisabled : Color::TextMuted);
  if (actions_.empty()) {
    if (known_) {
      paint_text(painter, QRect(space::kPanelInset, 0, width() - 2 * space::kPanelInset, kRow), Qt::AlignLeft,
                 tr("Nobody has acted yet"), type::kDense, second);
    }
    return;
  }
  for (std::size_t i = 0; i < actions_.size(); ++i) {
    const int top = static_cast<int>(i) * kRow;
    if (top + kRow > height()) return;
    const QRect line(space::kPanelInset, top + 3, width() - 2 * space::kPanelInset, 18);
    paint_text(painter, line, Qt::AlignLeft, action_title(actions_[i]), type::kBody, ink);
    paint_text(painter, line.translated(0, 17), Qt::AlignLeft, action_detail(actions_[i]), type::kDense, second);
    painter.fillRect(0, top + kRow - 1, width(), 1, color(Color::BorderHairline));
  }
}

bool ActionList::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto row = static_cast<std::size_t>(help->pos().y() / kRow);
    if (row < actions_.size()) {
      const RecentAction& action = actions_[row];
      QStringList parts{action_title(action), text(action.who), full_time_text(action.at), text(action.why)};
      if (!action.on_what.empty()) parts << text(action.on_what);
      QToolTip::showText(help->globalPos(), safe_tool_tip(parts.join(QLatin1Char('\n'))), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  return QWidget::event(event);
}

}  // namespace saga::ui
