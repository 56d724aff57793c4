// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/payload_pane.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/widgets/action_button.h"
#include "ui/widgets/command.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {

namespace {

constexpr int kStrip = 26;
constexpr std::size_t kSlice = 1 << 20;  // bytes searched at once: a few milliseconds

ActionButton* small_button(Icon icon, const QString& name) {
  auto* button = new ActionButton(ActionButton::Look::Bare, icon, QString());
  button->set_small(true);
  button->setAccessibleName(name);
  button->setToolTip(name);
  return button;
}

QHBoxLayout* line_in(Surface& strip) {
  strip.setFixedHeight(kStrip);
  auto* line = new QHBoxLayout(&strip);
  line->setContentsMargins(space::kPanelInset, 1, space::kHalf, 1);
  line->setSpacing(space::kHalf);
  return line;
}

QString size_text(std::int64_t characters) {
  return QLocale().formattedDataSize(characters, 1, QLocale::DataSizeSIFormat);
}

}  // namespace

PayloadPane::PayloadPane(QWidget* parent)
    : QWidget(parent),
      title_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      fold_(small_button(Icon::ChevronRight, tr("Fold everything"))),
      unfold_(small_button(Icon::ChevronDown, tr("Unfold everything"))),
      find_(small_button(Icon::Search, tr("Search in the payload (Ctrl+F)"))),
      notice_(new Surface(Color::NoteInfo)),
      notice_text_(new PlainTextLabel(QString(), type::kDense, Color::TextPrimary)),
      rest_(new ActionButton(ActionButton::Look::Link, QString())),
      search_(new Surface(Color::SurfacePanel, Surface::Bottom)),
      field_(new QLineEdit),
      hits_text_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      previous_(small_button(Icon::ChevronUp, tr("Previous hit"))),
      next_(small_button(Icon::ChevronDown, tr("Next hit"))),
      close_(small_button(Icon::Close, tr("Close the search"))),
      view_(new PayloadView) {
  auto* head = new Surface(Color::SurfaceBase);
  auto* head_line = line_in(*head);
  head_line->addWidget(title_, 1);
  head_line->addWidget(fold_);
  head_line->addWidget(unfold_);
  head_line->addWidget(find_);

  auto* notice_line = line_in(*notice_);
  notice_line->addWidget(notice_text_, 1);
  rest_->set_small(true);
  notice_line->addWidget(rest_);

  auto* search_line = line_in(*search_);
  field_->setAccessibleName(tr("Search in the payload"));
  field_->setPlaceholderText(field_->accessibleName());
  field_->setFixedHeight(height::kControlSmall);
  field_->setTextMargins(0, 0, 0, 0);
  field_->installEventFilter(this);
  hits_text_->set_fixed();
  search_line->addWidget(field_, 1);
  for (QWidget* part : {static_cast<QWidget*>(hits_text_), static_cast<QWidget*>(previous_),
                        static_cast<QWidget*>(next_), static_cast<QWidget*>(close_)}) {
    search_line->addWidget(part);
  }

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(head);
  column->addWidget(notice_);
  column->addWidget(search_);
  column->addWidget(view_, 1);
  notice_->hide();
  search_->hide();

  connect(fold_, &ActionButton::clicked, this, [this] { view_->fold_all(true); });
  connect(unfold_, &ActionButton::clicked, this, [this] { view_->fold_all(false); });
  connect(find_, &ActionButton::clicked, this, &PayloadPane::open_search);
  connect(rest_, &ActionButton::clicked, this, &PayloadPane::rest_wanted);
  connect(field_, &QLineEdit::textChanged, this, &PayloadPane::search);
  connect(field_, &QLineEdit::returnPressed, this, [this] { go(1); });
  connect(previous_, &ActionButton::clicked, this, [this] { go(-1); });
  connect(next_, &ActionButton::clicked, this, [this] { go(1); });
  connect(close_, &ActionButton::clicked, this, &PayloadPane::close_search);
  connect(&searching_, &QTimer::timeout, this, &PayloadPane::search_on);
  searching_.setInterval(0);
  add_command(this,
              {"payload.search", Section::Selected, tr("Search in the payload"), QKeySequence(Qt::CTRL | Qt::Key_F),
               Reach::Window},
              [this] { open_search(); });
  add_command(this, {"payload.next", Section::Selected, tr("Next hit"), QKeySequence(Qt::Key_F3), Reach::Window},
              [this] { go(1); });
  add_command(
      this,
      {"payload.previous", Section::Selected, tr("Previous hit"), QKeySequence(Qt::SHIFT | Qt::Key_F3), Reach::Window},
      [this] { go(-1); });
  describe_keys(this, Section::Selected, QStringLiteral("Space"), tr("Fold or unfold a line of the payload"));
}

void PayloadPane::show_text(const QString& title, const std::string& text, std::int64_t rest) {
  if (title == shown_title_ && text == shown_ && rest == shown_rest_) return;
  shown_ = text;
  given_.reset();
  take(title, std::make_shared<const PayloadText>(read_payload(text, rest > 0)), rest);
}

void PayloadPane::show_payload(const QString& title, std::shared_ptr<const PayloadText> payload) {
  if (payload == given_) return;
  given_ = payload;
  // The head stays what a refresh is compared with: it says whether the payload is still the same.
  const std::int64_t rest = shown_rest_;
  take(title, std::move(payload), 0);
  shown_rest_ = rest;
}

void PayloadPane::take(const QString& title, std::shared_ptr<const PayloadText> payload, std::int64_t rest) {
  shown_title_ = title;
  shown_rest_ = rest;
  title_->show_text(title);
  const bool json = payload->is_json();
  for (ActionButton* button : {fold_, unfold_}) button->setVisible(json);
  rest_->hide();
  if (rest > 0) {
    const auto all = static_cast<std::int64_t>(payload->text.size()) + rest;
    notice_text_->show_text(
        tr("The first %1 of about %2").arg(size_text(static_cast<std::int64_t>(payload->text.size())), size_text(all)));
    rest_->setText(tr("Show all of it"));
    rest_->setAccessibleName(rest_->text());
    rest_->show();
  } else if (payload->left_out > 0) {
    notice_text_->show_text(tr("The first %1 lines; %2 behind them are not shown")
                                .arg(count_text(static_cast<std::int64_t>(payload->lines.size())),
                                     size_text(static_cast<std::int64_t>(payload->left_out))));
  } else if (payload->form == PayloadText::Form::NoJson) {
    notice_text_->show_text(tr("This is not valid JSON, shown as text. %1").arg(text(payload->wrong)));
  }
  notice_->setVisible(rest > 0 || payload->left_out > 0 || payload->form == PayloadText::Form::NoJson);
  view_->show_payload(std::move(payload));
  if (!search_->isHidden()) search();
}

void PayloadPane::tell_reading() {
  notice_->show();
  rest_->hide();
  notice_text_->show_text(tr("Reading the whole payload"));
}

void PayloadPane::tell_error(const QString& why) {
  notice_->show();
  rest_->show();
  notice_text_->show_text(tr("The whole payload could not be read: %1").arg(why));
}

QString PayloadPane::notice() const { return notice_->isHidden() ? QString() : notice_text_->text(); }
QString PayloadPane::search_state() const { return hits_text_->text(); }

void PayloadPane::open_search() {
  search_->show();
  field_->setFocus(Qt::ShortcutFocusReason);
  field_->selectAll();
  search();
}

void PayloadPane::close_search() {
  search_->hide();
  searching_.stop();
  view_->mark({});
  view_->setFocus(Qt::OtherFocusReason);
}

void PayloadPane::search() {
  found_ = {};
  at_.reset();
  view_->mark(field_->text());
  searching_.stop();
  if (!field_->text().isEmpty()) search_on();
  show_hits();
}

// A slice at a time: what is searched may be large, and the window stays alive meanwhile.
void PayloadPane::search_on() {
  const PayloadText& payload = view_->lines().payload();
  const bool none_yet = found_.hits.empty();
  find_lines(payload, field_->text().toStdString(), kSlice, found_);
  if (found_.next >= payload.lines.size()) {
    searching_.stop();
  } else if (!searching_.isActive()) {
    searching_.start();
  }
  if (none_yet && !found_.hits.empty()) go(1);
  show_hits();
}

void PayloadPane::go(int direction) {
  if (found_.hits.empty()) return;
  const auto count = static_cast<std::ptrdiff_t>(found_.hits.size());
  const std::ptrdiff_t from = at_ ? static_cast<std::ptrdiff_t>(*at_) : (direction > 0 ? -1 : count);
  at_ = static_cast<std::size_t>((from + direction + count) % count);
  view_->go_to_line(static_cast<std::size_t>(found_.hits[*at_]));
  show_hits();
}

void PayloadPane::show_hits() {
  if (field_->text().isEmpty()) return hits_text_->show_text({});
  const auto all = static_cast<std::int64_t>(found_.hits.size());
  const QString count = searching_.isActive() ? tr("%1 so far").arg(count_text(all)) : count_text(all);
  hits_text_->show_text(all == 0 && !searching_.isActive() ? tr("nothing found")
                        : at_ ? tr("line %1 of %2").arg(count_text(static_cast<std::int64_t>(*at_ + 1)), count)
                              : count);
}

bool PayloadPane::eventFilter(QObject* watched, QEvent* event) {
  if (watched == field_ && event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape) {
      close_search();
      return true;
    }
    if (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down) {
      go(key->key() == Qt::Key_Up ? -1 : 1);
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace saga::ui
