// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/selection_strip.h"

#include <tuple>

#include <QHBoxLayout>
#include <QPainter>

#include "ui/widgets/action_button.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

SelectionStrip::SelectionStrip(QWidget* parent)
    : QWidget(parent),
      title_(new PlainTextLabel(QString(), type::kBodyStrong, Color::TextPrimary)),
      detail_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      copy_(new ActionButton(ActionButton::Look::Bare, Icon::Copy, QString())),
      export_(new ActionButton(ActionButton::Look::Bare, Icon::Download, QString())),
      close_(new ActionButton(ActionButton::Look::Bare, Icon::Close, QString())) {
  setFixedHeight(height::kRow);
  title_->set_fixed();
  close_->setAccessibleName(tr("Choose none"));
  close_->setToolTip(tr("Choose none (Esc)"));
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(space::kPanelInset, 0, space::kHalf, 0);
  line->setSpacing(space::kUnit);
  line->addWidget(title_);
  line->addWidget(detail_, 1);
  using enum Action;
  for (const auto& [action, icon, words] : {std::tuple(Retry, Icon::Refresh, tr("Retry…")),
                                            std::tuple(Compensate, Icon::ArrowAnticlockwise, tr("Compensate…")),
                                            std::tuple(Resolve, Icon::Check, tr("Resolve…"))}) {
    auto* button = new ActionButton(ActionButton::Look::Outlined, icon, words);
    button->set_small(true);
    line->addWidget(button);
    actions_.emplace(action, button);
    connect(button, &ActionButton::clicked, this, [this, wanted = action] { Q_EMIT action_pressed(wanted); });
  }
  for (ActionButton* button : {copy_, export_, close_}) {
    button->set_small(true);
    line->addWidget(button);
  }
  connect(copy_, &ActionButton::clicked, this, &SelectionStrip::copy_pressed);
  connect(export_, &ActionButton::clicked, this, &SelectionStrip::export_pressed);
  connect(close_, &ActionButton::clicked, this, &SelectionStrip::close_pressed);
  set_copying(false);
  set_exporting(false);
}

void SelectionStrip::tell(const QString& title, const QString& detail) {
  title_->show_text(title);
  detail_->show_text(detail);
}

void SelectionStrip::set_copying(bool copying) {
  const QString name = copying ? tr("Stop copying") : tr("Copy");
  copy_->setAccessibleName(name);
  copy_->setToolTip(name);
}

void SelectionStrip::set_exporting(bool exporting) {
  const QString name = exporting ? tr("Cancel export") : tr("Export CSV");
  export_->setAccessibleName(name);
  export_->setToolTip(name);
}

void SelectionStrip::set_closed(Action action, const QString& because) {
  ActionButton& button = *actions_.at(action);
  button.set_refused(because);
  button.setToolTip(safe_tool_tip(because));
}

QString SelectionStrip::title() const { return title_->text(); }

QString SelectionStrip::detail() const { return detail_->text(); }

void SelectionStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::RowSelected));
  painter.fillRect(0, height() - 1, width(), 1, color(Color::BorderHairline));
}

}  // namespace saga::ui
