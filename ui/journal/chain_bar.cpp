// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/chain_bar.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QPainter>

#include "ui/journal/journal_controller.h"
#include "ui/journal/journal_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using State = JournalVerification::State;

constexpr int kHeight = 36;
constexpr int kIconColumn = 34;
constexpr int kProgress = 3;  // the height of the line at the bottom

}  // namespace

ChainBar::ChainBar(JournalController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      title_(new PlainTextLabel(QString(), type::kBodyStrong, Color::TextPrimary)),
      detail_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      show_(new ActionButton(ActionButton::Look::Outlined, QString())),
      verify_(new ActionButton(ActionButton::Look::Outlined, Icon::Shield, QString())) {
  setFixedHeight(kHeight);
  title_->set_fixed();
  show_->set_small(true);
  verify_->set_small(true);
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(kIconColumn, 0, space::kUnit, 0);
  line->setSpacing(space::kUnit);
  line->addWidget(title_);
  line->addWidget(detail_, 1);
  line->addWidget(show_);
  line->addWidget(verify_);
  connect(show_, &ActionButton::clicked, this, &ChainBar::breach_wanted);
  connect(verify_, &ActionButton::clicked, this, [this] {
    if (controller_.verification().state == State::Running) {
      controller_.stop_verifying();
    } else {
      controller_.verify();
    }
  });
  connect(&controller_, &JournalController::verification_changed, this, &ChainBar::refresh);
  refresh();
}

QString ChainBar::title() const { return title_->text(); }
QString ChainBar::detail() const { return detail_->text(); }

void ChainBar::tell(Icon icon, const QString& title, const QString& detail) {
  icon_ = icon;
  title_->show_text(title);
  detail_->show_text(detail);
  setAccessibleName(QStringLiteral("%1. %2").arg(title, detail));
  update();
}

void ChainBar::refresh() {
  const JournalVerification& seen = controller_.verification();
  const QString rows = count_text(controller_.rows());
  show_->setVisible(seen.state == State::Broken);
  verify_->setText(seen.state == State::Running  ? tr("Stop")
                   : seen.state == State::NotYet ? tr("Verify %1 rows").arg(rows)
                                                 : tr("Verify again"));
  verify_->set_refused(seen.state != State::Running && controller_.lost() ? tr("PostgreSQL is lost") : QString());
  verify_->updateGeometry();
  switch (seen.state) {
    case State::NotYet:
      return tell(Icon::Shield, tr("The chains are not verified yet"),
                  tr("every row is hashed again here and compared with the one before it"));
    case State::Running:
      return tell(Icon::Clock, tr("Verifying"),
                  tr("%1 of %2 rows").arg(count_text(seen.rows), count_text(std::max(seen.of, seen.rows))));
    case State::Failed:
      return tell(Icon::RingQuestionDashed, tr("The verification could not be ended"),
                  seen.error ? text(seen.error->message) : QString());
    case State::Sound:
    case State::Broken: return tell_report();
  }
}

void ChainBar::tell_report() {
  const JournalVerification& seen = controller_.verification();
  const QString at = seen.at ? clock_text(*seen.at) : QString();
  if (seen.state == State::Broken) {
    const JournalBreach& first = seen.report.breaches.front();
    show_->setText(tr("Show row %1").arg(count_text(first.seq)));
    show_->updateGeometry();
    QString more = seen.report.breach_count > 1
                       ? tr("%1, and %2 more").arg(breach_text(first), count_text(seen.report.breach_count - 1))
                       : breach_text(first);
    if (seen.error) more = tr("%1 · looking again failed: %2").arg(more, text(seen.error->message));
    return tell(Icon::Warning, tr("Broken at row %1 of %2").arg(count_text(first.seq), area_text(first.area)), more);
  }
  QStringList details;
  details << tr("%1 rows in %2 chains at %3")
                 .arg(count_text(seen.report.rows()), count_text(static_cast<std::int64_t>(seen.report.chains.size())),
                      at);
  if (const auto since = controller_.written_since(); since > 0) {
    details << tr("%1 written since").arg(count_text(since));
  }
  details << (seen.report.anchors() > 0
                  ? tr("%1 positions kept on this machine agree").arg(count_text(seen.report.anchors()))
                  : tr("no position was kept on this machine, so a tail that was cut off cannot be noticed"));
  if (seen.unreadable > 0) details << tr("%1 kept lines cannot be read").arg(count_text(seen.unreadable));
  tell(Icon::Check, tr("Sound"), details.join(QStringLiteral(" · ")));
}

void ChainBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const JournalVerification& seen = controller_.verification();
  const bool broken = seen.state == State::Broken;
  painter.fillRect(rect(), broken ? color(Color::NoteBad) : color(Color::SurfacePanel));
  painter.fillRect(0, height() - 1, width(), 1, color(Color::BorderHairline));
  const QColor ink = broken                       ? color(status_token(StatusKind::Failed).fg)
                     : seen.state == State::Sound ? color(status_token(StatusKind::Completed).fg)
                                                  : color(Color::TextSecondary);
  paint_icon(painter,
             QRectF(space::kPanelInset, (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable),
             icon_, ink);
  if (seen.state != State::Running || seen.of <= 0) return;
  const double share = std::clamp(static_cast<double>(seen.rows) / static_cast<double>(seen.of), 0.0, 1.0);
  painter.fillRect(QRectF(0, height() - kProgress, width() * share, kProgress), color(Color::AccentFill));
}

}  // namespace saga::ui
