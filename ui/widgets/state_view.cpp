// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/action_button.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {
constexpr int kTextWidth = 340;

std::optional<Pair> status_ink(const QColor& tint) {
  for (const StatusToken& status : kStatuses) {
    if (tint.isValid() && tint == color(status.fg)) return status.fg;
  }
  return std::nullopt;
}

}  // namespace

StateView::StateView(QWidget* parent)
    : QWidget(parent),
      picture_(new QWidget(this)),
      title_(new PlainTextLabel(QString(), type::kBodyStrong, Color::TextPrimary, this)),
      detail_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary, this)),
      first_(new ActionButton(ActionButton::Look::Primary, QString(), this)),
      second_(new ActionButton(ActionButton::Look::Outlined, QString(), this)),
      copy_(new ActionButton(ActionButton::Look::Outlined, Icon::Copy, QString(), this)) {
  picture_->setFixedSize(icon_size::kState, icon_size::kState);
  picture_->setAttribute(Qt::WA_TransparentForMouseEvents);
  title_->setAlignment(Qt::AlignCenter);
  detail_->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
  detail_->set_wrapped(true);
  detail_->setFixedWidth(kTextWidth);

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(space::kUnit);
  buttons->addStretch(1);
  buttons->addWidget(first_);
  buttons->addWidget(second_);
  buttons->addWidget(copy_);
  buttons->addStretch(1);

  // Aligned in the column, its height would be that of lines as wide as the view.
  auto* middle = new QHBoxLayout;
  middle->addStretch(1);
  middle->addWidget(detail_);
  middle->addStretch(1);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kSection, space::kSection, space::kSection, space::kSection);
  column->setSpacing(space::kUnit);
  column->addStretch(2);
  column->addWidget(picture_, 0, Qt::AlignHCenter);
  column->addWidget(title_);
  column->addLayout(middle);
  column->addSpacing(space::kHalf);
  column->addLayout(buttons);
  column->addStretch(3);

  first_->hide();
  second_->hide();
  copy_->hide();
  connect(copy_, &ActionButton::clicked, this, [this] { QApplication::clipboard()->setText(to_copy_); });
  connect(first_, &ActionButton::clicked, this, &StateView::first_pressed);
  connect(second_, &ActionButton::clicked, this, &StateView::second_pressed);
}

void StateView::tell(Icon icon, const QColor& tint, const QString& title, const QString& detail) {
  icon_ = icon;
  tint_ = tint;
  token_ = status_ink(tint);
  title_->show_text(title);
  detail_->show_text(detail);
  // A label that wraps prefers a width of its own, and its height is that of another number of lines.
  detail_->setFixedHeight(detail.isEmpty() ? 0 : detail_->heightForWidth(kTextWidth));
  setAccessibleName(QStringLiteral("%1. %2").arg(title, detail));
  update();
}

void StateView::set_buttons(const QString& first, const QString& second) {
  const auto show = [](ActionButton* button, const QString& text) {
    button->setText(text);
    button->setVisible(!text.isEmpty());
    button->updateGeometry();
  };
  show(first_, first);
  show(second_, second);
}

void StateView::offer_copy(const QString& label, const QString& text) {
  to_copy_ = text;
  copy_->setText(label);
  copy_->setVisible(!label.isEmpty());
  copy_->updateGeometry();
}

QString StateView::title() const { return title_->text(); }
QString StateView::detail() const { return detail_->text(); }

void StateView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  paint_icon(painter, QRectF(picture_->geometry()), icon_,
             token_            ? color(*token_)
             : tint_.isValid() ? tint_
                               : color(Color::TextSecondary));
}

}  // namespace saga::ui
