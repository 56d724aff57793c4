// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/action_button.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kIconColumn = 34;

QColor fill_of(Banner::Tone tone) {
  switch (tone) {
    case Banner::Tone::Info: return color(Color::NoteInfo);
    case Banner::Tone::Warn: return color(Color::NoteWarn);
    case Banner::Tone::Bad: return color(Color::NoteBad);
    case Banner::Tone::Unverified: return color(status_token(StatusKind::Unverified).bg);
  }
  return {};
}

QColor ink_of(Banner::Tone tone) {
  switch (tone) {
    case Banner::Tone::Info: return color(Color::TextSecondary);
    case Banner::Tone::Warn: return color(status_token(StatusKind::Stuck).fg);
    case Banner::Tone::Bad: return color(status_token(StatusKind::Failed).fg);
    case Banner::Tone::Unverified: return color(status_token(StatusKind::Unverified).fg);
  }
  return {};
}

}  // namespace

Banner::Banner(QWidget* parent)
    : QWidget(parent),
      title_(new PlainTextLabel(QString(), type::kBodyStrong, Color::TextPrimary, this)),
      detail_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary, this)),
      button_(new ActionButton(ActionButton::Look::Outlined, QString(), this)) {
  auto* lines = new QVBoxLayout;
  lines->setSpacing(0);
  title_->set_wrapped(true);
  detail_->set_wrapped(true);
  lines->addWidget(title_);
  lines->addWidget(detail_);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kIconColumn, 4, space::kPanelInset, 4);
  row->setSpacing(space::kUnit);
  row->addLayout(lines, 1);
  row->addWidget(button_, 0, Qt::AlignVCenter);
  button_->set_small(true);
  button_->hide();
  setMinimumHeight(28);
  connect(button_, &ActionButton::clicked, this, &Banner::pressed);
}

void Banner::tell(Tone tone, Icon icon, const QString& title, const QString& detail) {
  tone_ = tone;
  icon_ = icon;
  title_->show_text(title);
  detail_->show_text(detail);
  detail_->setVisible(!detail.isEmpty());
  setAccessibleName(detail.isEmpty() ? title : QStringLiteral("%1. %2").arg(title, detail));
  update();
}

void Banner::set_button(const QString& text) {
  button_->setText(text);
  button_->setVisible(!text.isEmpty());
  button_->updateGeometry();
}

QString Banner::title() const { return title_->text(); }
QString Banner::detail() const { return detail_->text(); }

void Banner::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), fill_of(tone_));
  paint_icon(painter,
             QRectF(space::kPanelInset, (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable),
             icon_, ink_of(tone_));
}

}  // namespace saga::ui
