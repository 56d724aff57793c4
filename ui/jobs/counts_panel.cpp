// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/counts_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/jobs/counts_bar.h"
#include "ui/jobs/job_words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/wrap_layout.h"

namespace saga::ui {
namespace {

// In the order of CountsPanel's chips.
std::array<std::int64_t, 5> numbers_of(const JobCounts& counts) {
  return {counts.applied, counts.refused, counts.conflicted, counts.unverified, counts.remaining};
}

}  // namespace

CountsPanel::CountsPanel(QWidget* parent)
    : QWidget(parent),
      figure_(new PlainTextLabel(QString(), type::kFigure, Color::TextPrimary)),
      of_(new PlainTextLabel(QString(), type::kBody, Color::TextSecondary)),
      rest_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      bar_(new CountsBar),
      sum_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)),
      again_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)) {
  figure_->set_fixed();
  rest_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  auto* first = new QHBoxLayout;
  first->setSpacing(space::kUnit);
  first->addWidget(figure_);
  first->addWidget(of_, 1);
  first->addWidget(rest_);
  auto* chips = new WrapLayout(space::kHalf);
  using enum JobItemStatus;
  const std::array<std::pair<std::vector<JobItemStatus>, QString>, 5> parts{
      {{{Applied}, tr("applied")},
       {{Refused}, tr("refused")},
       {{Conflicted}, tr("conflicted")},
       {{Unverified}, tr("unverified")},
       {{Waiting, Requested, Observed}, tr("remaining")}}};
  for (const auto& [statuses, word] : parts) {
    const JobLook look = look_of(statuses.front());
    auto* chip = new Chip(word);
    chip->set_mark(look.icon, look.kind);
    parts_.push_back({statuses, chip});
    chips->addWidget(chip);
    connect(chip, &Chip::clicked, this,
            [this, counted = statuses](bool on) { Q_EMIT only_wanted(on ? counted : std::vector<JobItemStatus>{}); });
  }
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kPanelInset, space::kHalf, space::kPanelInset, space::kUnit);
  column->setSpacing(space::kHalf);
  column->addLayout(first);
  column->addWidget(bar_);
  column->addLayout(chips);
  auto* last = new QHBoxLayout;
  last->setSpacing(space::kUnit);
  sum_->set_fixed();
  last->addWidget(sum_);
  last->addWidget(again_, 1);
  column->addLayout(last);
}

QString CountsPanel::sum() const { return sum_->text(); }

void CountsPanel::show_counts(const JobCounts& counts, const QString& rest) {
  figure_->show_text(count_text(settled(counts)));
  of_->show_text(tr("of %1 settled, %2").arg(count_text(counts.requested), percent_settled(counts)));
  rest_->show_text(rest);
  bar_->show_counts(counts);
  const auto numbers = numbers_of(counts);
  for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i].chip->show_count(count_text(numbers[i]));
  // The numbers are the database's own, which cannot drift; whoever reads them can see that.
  if (adds_up(counts)) {
    sum_->set_color(Color::TextMuted);
    sum_->show_text(tr("sum %1 = requested").arg(count_text(sum_of(counts))));
  } else {
    sum_->set_color(status_token(StatusKind::Failed).fg);
    sum_->show_text(
        tr("does not add up: %1 of %2 requested").arg(count_text(sum_of(counts)), count_text(counts.requested)));
  }
  QStringList more;
  if (counts.failed > 0) more << tr("%1 of those applied are in trouble again").arg(count_text(counts.failed));
  if (counts.in_flight > 0) more << tr("%1 of those remaining are on their way").arg(count_text(counts.in_flight));
  again_->show_text(more.join(QStringLiteral(" · ")));
}

void CountsPanel::show_only(const std::vector<JobItemStatus>& only) {
  for (const Part& part : parts_) part.chip->setChecked(part.statuses == only);
}

}  // namespace saga::ui
