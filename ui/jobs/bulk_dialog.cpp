// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/bulk_dialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/jobs/bulk_figures.h"
#include "ui/jobs/job_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/step_list.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kMostReason = 500;
constexpr int kWidth = 864;
constexpr int kHeight = 736;
constexpr int kMargin = 16;
constexpr int kHead = 56;
constexpr int kFoot = 56;
constexpr int kConditions = 320;
constexpr int kMostRate = 10'000;
constexpr int kLeastSample = 3;  // rows

// The box itself, with what is inside clipped by a margin of one pixel.
class Box final : public QWidget {
 public:
  using QWidget::QWidget;

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    paint_box(painter, rect(), radius::kDialog, color(Color::SurfaceBase), color(Color::BorderPanel));
  }
};

PlainTextLabel* field_label(const QString& words) {
  return new PlainTextLabel(words, type::kDenseStrong, Color::TextSecondary);
}

QLineEdit* field(const QString& name) {
  auto* edit = new QLineEdit;
  edit->setFixedHeight(height::kControl);
  edit->setMaxLength(kMostReason);
  edit->setAccessibleName(name);
  return edit;
}

}  // namespace

BulkDialog::BulkDialog(BulkController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      box_(new Box(this)),
      head_(new Surface(Color::SurfacePanel, Surface::Bottom)),
      title_(new PlainTextLabel(QString(), type::kTitle, Color::TextPrimary)),
      subject_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      close_(new ActionButton(ActionButton::Look::Bare, Icon::Close, QString())),
      frozen_(new PlainTextLabel(QString(), type::kDense, Color::TextPrimary)),
      newer_(new PlainTextLabel(QString(), type::kDenseStrong, Color::TextPrimary)),
      again_(new ActionButton(ActionButton::Look::Link, tr("Look again"))),
      told_(new Banner),
      content_(new QWidget),
      figures_(new BulkFigures),
      refused_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      irreversible_(new PlainTextLabel(QString(), type::kDense, Color::TextPrimary)),
      sample_title_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      view_(new BulkSampleView(model_)),
      reason_(field(tr("Why, for the journal"))),
      evidence_label_(field_label(tr("How it was settled outside, as evidence"))),
      evidence_(field(tr("How it was settled outside, as evidence"))),
      typed_label_(field_label(QString())),
      typed_(field(tr("The text to type"))),
      rate_(new QSpinBox),
      ramp_(new QCheckBox(tr("1, 10, 100, then all"))),
      limit_(new QSpinBox),
      met_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      conditions_(new StepList),
      hint_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      cancel_(new ActionButton(ActionButton::Look::Outlined, tr("Cancel"))),
      confirm_(new ActionButton(ActionButton::Look::Primary, QString())) {
  setAccessibleName(tr("Bulk action"));
  setFocusPolicy(Qt::StrongFocus);
  QHBoxLayout* sample_head_line = nullptr;
  QWidget* sample_head = panel_head(sample_head_line, tr("Sample"));
  sample_head_line->addWidget(sample_title_, 1);
  view_->setMinimumHeight(height::kHead + kLeastSample * height::kRow);
  refused_->set_wrapped(true);
  irreversible_->set_wrapped(true);
  auto* column = new QVBoxLayout(content_);
  column->setContentsMargins(space::kDialog, space::kSection, space::kDialog, space::kUnit);
  column->setSpacing(space::kUnit);
  column->addWidget(figures_);
  column->addWidget(refused_);
  column->addWidget(irreversible_);
  sample_ = panel_of({sample_head, view_}, view_);
  column->addWidget(sample_, 1);
  column->addWidget(build_form());
  auto* whole = new QVBoxLayout(box_);
  whole->setContentsMargins(1, 1, 1, 1);
  whole->setSpacing(0);
  whole->addWidget(build_head());
  whole->addWidget(build_frozen());
  whole->addWidget(told_);
  whole->addWidget(content_, 1);
  whole->addWidget(build_foot());
  hide();
  connect_all();
  follow();
}

QWidget* BulkDialog::build_head() {
  head_->setFixedHeight(kHead);
  auto* lines = new QVBoxLayout;
  lines->setSpacing(0);
  lines->addStretch(1);
  lines->addWidget(title_);
  lines->addWidget(subject_);
  lines->addStretch(1);
  auto* line = new QHBoxLayout(head_);
  line->setContentsMargins(space::kDialog, 0, space::kPanelInset, 0);
  line->addLayout(lines, 1);
  close_->setAccessibleName(tr("Cancel"));
  close_->setToolTip(tr("Cancel (Esc)"));
  line->addWidget(close_);
  return head_;
}

QWidget* BulkDialog::build_frozen() {
  auto* strip = new Surface(Color::NoteInfo);
  strip->setFixedHeight(height::kPanelHead);
  auto* line = new QHBoxLayout(strip);
  line->setContentsMargins(space::kDialog, 0, space::kPanelInset, 0);
  line->setSpacing(space::kUnit);
  newer_->set_fixed();
  line->addWidget(frozen_, 1);
  line->addWidget(newer_);
  again_->set_small(true);
  line->addWidget(again_);
  return strip;
}

QWidget* BulkDialog::build_form() {
  auto* place = new QWidget;
  auto* columns = new QHBoxLayout(place);
  columns->setContentsMargins(0, 0, 0, 0);
  columns->setSpacing(space::kSection);
  auto* left = new QVBoxLayout;
  left->setSpacing(space::kHalf);
  left->addWidget(field_label(tr("Why, for the journal")));
  left->addWidget(reason_);
  left->addWidget(evidence_label_);
  left->addWidget(evidence_);
  left->addWidget(typed_label_);
  typed_->setFont(mono_font(type::kBody));
  left->addWidget(typed_);
  auto* drive = new QHBoxLayout;
  drive->setSpacing(space::kUnit);
  rate_->setRange(0, kMostRate);
  rate_->setValue(BulkForm{}.rate);
  rate_->setSuffix(tr("/s"));
  rate_->setSpecialValueText(tr("no limit"));
  rate_->setAccessibleName(tr("Sagas a second"));
  rate_->setToolTip(tr("Sagas a second; 0: as fast as they settle"));
  ramp_->setChecked(true);
  ramp_->setToolTip(tr("Begin with one saga, then ten, then a hundred, each settled before the next"));
  limit_->setRange(0, 100);
  limit_->setValue(BulkForm{}.failure_limit);
  limit_->setSuffix(tr(" %"));
  limit_->setPrefix(tr("stops above "));
  limit_->setAccessibleName(tr("The breaker pauses when more than this is in trouble again or unverified"));
  for (QWidget* widget : {static_cast<QWidget*>(rate_), static_cast<QWidget*>(ramp_), static_cast<QWidget*>(limit_)}) {
    widget->setFixedHeight(height::kControl);
    drive->addWidget(widget);
  }
  drive->addStretch(1);
  left->addSpacing(space::kHalf);
  left->addLayout(drive);
  left->addStretch(1);
  QHBoxLayout* head_line = nullptr;
  QWidget* head = panel_head(head_line, tr("Conditions"));
  met_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  head_line->addWidget(met_, 1);
  auto* conditions = panel_of({head, conditions_}, conditions_);
  conditions->setFixedWidth(kConditions);
  columns->addLayout(left, 1);
  columns->addWidget(conditions);
  return place;
}

QWidget* BulkDialog::build_foot() {
  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  foot->setFixedHeight(kFoot);
  auto* line = new QHBoxLayout(foot);
  line->setContentsMargins(space::kDialog, 0, space::kDialog, 0);
  line->setSpacing(space::kUnit);
  hint_->set_wrapped(true);
  line->addWidget(hint_, 1);
  line->addWidget(cancel_);
  line->addWidget(confirm_);
  return foot;
}

void BulkDialog::connect_all() {
  for (QLineEdit* edit : {reason_, evidence_, typed_})
    connect(edit, &QLineEdit::textChanged, this, &BulkDialog::refresh_form);
  connect(rate_, &QSpinBox::valueChanged, this, &BulkDialog::refresh_form);
  connect(limit_, &QSpinBox::valueChanged, this, &BulkDialog::refresh_form);
  connect(ramp_, &QCheckBox::toggled, this, &BulkDialog::refresh_form);
  connect(close_, &ActionButton::clicked, &controller_, &BulkController::close);
  connect(cancel_, &ActionButton::clicked, &controller_, &BulkController::close);
  connect(again_, &ActionButton::clicked, &controller_, &BulkController::freeze_again);
  connect(told_, &Banner::pressed, &controller_, &BulkController::freeze_again);
  connect(confirm_, &ActionButton::clicked, this, [this] {
    if (!confirm_->refused()) controller_.confirm(form());
  });
  connect(&controller_, &BulkController::changed, this, &BulkDialog::follow);
  connect(&controller_, &BulkController::newer_changed, this, &BulkDialog::refresh);
}

BulkForm BulkDialog::form() const {
  return {.reason = reason_->text(),
          .evidence = evidence_->text(),
          .typed = typed_->text(),
          .rate = rate_->value(),
          .ramped = ramp_->isChecked(),
          .failure_limit = limit_->value()};
}

// Shade and box over everything but the band, which stays where the rollback is.
void BulkDialog::place() {
  const QWidget* around = parentWidget();
  if (around == nullptr) return;
  setGeometry(0, height::kBand, around->width(), around->height() - height::kBand);
  const int wide = qMin(kWidth, width() - 2 * kMargin);
  const int high = qMin(kHeight, height() - 2 * kMargin);
  box_->setGeometry((width() - wide) / 2, (height() - high) / 2, wide, high);
}

bool BulkDialog::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize) place();
  return QWidget::eventFilter(watched, event);
}

void BulkDialog::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  parentWidget()->installEventFilter(this);
  place();
}

void BulkDialog::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  parentWidget()->removeEventFilter(this);
}

// What is shaded cannot be reached by the keys of the window either; the emergency rollback and the lock in the band,
// which is not shaded, can.
bool BulkDialog::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const QKeyCombination keys = key->keyCombination();
    if (keys.key() != Qt::Key_F12 && keys != (Qt::CTRL | Qt::Key_U)) {
      event->accept();
      return true;
    }
  }
  return QWidget::event(event);
}

// The keyboard stays inside, as long as this is there: what is hidden gives it away by this too.
bool BulkDialog::focusNextPrevChild(bool next) {
  if (isHidden()) return QWidget::focusNextPrevChild(next);
  QWidget* const begin = focusWidget() != nullptr ? focusWidget() : this;
  QWidget* at = begin;
  do {
    at = next ? at->nextInFocusChain() : at->previousInFocusChain();
    const bool takes = (at->focusPolicy() & Qt::TabFocus) != 0 && at->focusProxy() == nullptr && at->isEnabled() &&
                       at->isVisibleTo(this);
    if (at != this && isAncestorOf(at) && takes) {
      at->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
      return true;
    }
  } while (at != begin);
  return true;
}

void BulkDialog::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape: return controller_.close();
    case Qt::Key_Return:
    case Qt::Key_Enter: return;  // never confirms
    default: event->accept();    // nothing goes through to the page below
  }
}

void BulkDialog::mousePressEvent(QMouseEvent* event) { event->accept(); }

void BulkDialog::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  constexpr int kShade = 110;
  painter.fillRect(rect(), QColor(0, 0, 0, kShade));
}

}  // namespace saga::ui
