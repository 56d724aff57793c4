// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QJsonArray>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/shell/palette_view.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/memory.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kWidth = 640;
constexpr int kLine = 32;
constexpr int kMostLines = 12;
constexpr int kTop = 64;
constexpr int kFieldHeight = 36;
constexpr int kFootHeight = 28;
constexpr int kPauseMs = 120;
constexpr TypeSize kFieldType{15, 24};

}  // namespace

Palette::Palette(Sources sources, QWidget* window)
    : QWidget(window),
      sources_(std::move(sources)),
      field_(new QLineEdit(this)),
      list_(new QListView(this)),
      model_(new PaletteModel(this)),
      foot_(new PlainTextLabel(tr("Enter opens · ↑ ↓ choose · Esc closes"), type::kCaption, Color::TextMuted, this)) {
  setAccessibleName(tr("Open anything"));
  setMouseTracking(true);
  field_->setPlaceholderText(tr("Page, action, saga id, order number, user:812, or a link"));
  field_->setAccessibleName(tr("What to open"));
  field_->setFixedHeight(kFieldHeight);
  field_->setFont(ui_font(kFieldType));
  field_->installEventFilter(this);
  list_->setModel(model_);
  list_->setItemDelegate(new PaletteDelegate(*model_, this));
  list_->setFocusPolicy(Qt::NoFocus);  // the keyboard stays in the field and moves the line from there
  list_->setAccessibleName(tr("What can be opened"));
  list_->setMouseTracking(true);
  list_->setUniformItemSizes(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kUnit, space::kUnit, space::kUnit, 0);
  column->setSpacing(0);
  column->addWidget(field_);
  column->addSpacing(space::kUnit);
  column->addWidget(list_, 1);
  foot_->setFixedHeight(kFootHeight);
  foot_->setContentsMargins(6, 0, 0, 0);
  column->addWidget(foot_);

  pause_.setSingleShot(true);
  pause_.setInterval(kPauseMs);
  connect(field_, &QLineEdit::textChanged, this, &Palette::typed);
  connect(&pause_, &QTimer::timeout, this, &Palette::search);
  connect(list_, &QListView::clicked, this, [this](const QModelIndex& index) { choose(index.row()); });
  // Whatever takes the keyboard away, be it a click beside the palette, closes it.
  watching_ = connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
    if (isVisible() && now != nullptr && now != this && !isAncestorOf(now)) {
      before_.clear();
      close_up();
    }
  });
  hide();
}

// The field takes the keyboard with it when it is destroyed, and nobody must hear of that any more.
Palette::~Palette() { disconnect(watching_); }

void Palette::open(const QString& text) {
  if (!isVisible()) before_ = QApplication::focusWidget();
  listed_ = sources_.listed();
  recent_.clear();
  for (const auto& id : recall(sources_.memory_key).toArray()) recent_ << id.toString();
  found_.clear();
  found_for_.clear();
  const QSignalBlocker quiet(field_);
  field_->setText(text);
  field_->selectAll();
  show();
  raise();
  field_->setFocus(Qt::PopupFocusReason);
  typed();
}

void Palette::close_up() {
  if (!isVisible()) return;
  pause_.stop();
  hide();
  if (before_ && before_->isVisible()) before_->setFocus(Qt::PopupFocusReason);
}

void Palette::typed() {
  // While a text grows or shrinks by a letter, what was found for it stays until the next answer, so that lines do not
  // come and go with every key.
  const QString text = field_->text().trimmed();
  if (!text.startsWith(found_for_) && !found_for_.startsWith(text)) found_.clear();
  refresh();
  pause_.start();
}

void Palette::search() {
  // The answer may come when the palette is gone: the window builds a new one when the language changes.
  sources_.search(field_->text(), [self = QPointer(this)](std::vector<PaletteEntry> found) {
    if (self) self->show_found(std::move(found));
  });
}

void Palette::show_found(std::vector<PaletteEntry> found) {
  found_for_ = field_->text().trimmed();
  if (found.empty() && found_.empty()) return;
  found_ = std::move(found);
  if (!isVisible()) return;
  // A line that somebody has moved to stays chosen, wherever it stands now.
  const int row = list_->currentIndex().row();
  const QString chosen = row > 0 ? model_->entry(row).title : QString();
  refresh();
  for (int i = 0; !chosen.isEmpty() && i < model_->rowCount(); ++i) {
    if (model_->entry(i).title == chosen) list_->setCurrentIndex(model_->index(i));
  }
}

void Palette::refresh() {
  const QString text = field_->text().trimmed();
  std::vector<PaletteEntry> known = listed_;
  // What was chosen lately and is no page and no command: sagas, filters.
  for (PaletteEntry& entry : sources_.remembered(recent_)) known.push_back(std::move(entry));
  std::vector<PaletteEntry> lines = ranked(std::move(known), text, recent_);
  if (!text.isEmpty()) {
    std::vector<PaletteEntry> named = sources_.read(text);
    for (PaletteEntry& entry : found_) named.insert(named.end() - (named.empty() ? 0 : 1), entry);
    std::erase_if(lines, [&](const PaletteEntry& line) {
      return !line.id.isEmpty() && std::ranges::find(named, line.id, &PaletteEntry::id) != named.end();
    });
    // A text that can only be an id, an order, a user or a link comes before whatever its letters happen to be in.
    const bool precise = std::ranges::any_of(text, [](QChar c) { return c.isDigit() || c == QLatin1Char(':'); });
    lines.insert(precise ? lines.begin() : lines.end(), named.begin(), named.end());
  }
  model_->show_entries(std::move(lines));
  if (model_->rowCount() > 0) list_->setCurrentIndex(model_->index(0));
  place();
}

void Palette::place() {
  const QWidget* around = parentWidget();
  const int most = std::clamp((around->height() - kTop - 120) / kLine, 3, kMostLines);
  const int lines = std::clamp(model_->rowCount(), 1, most);
  const int width = std::min(kWidth, around->width() - 2 * space::kDialog);
  const int height = space::kUnit + kFieldHeight + space::kUnit + lines * kLine + kFootHeight;
  setGeometry((around->width() - width) / 2, kTop, width, height);
  raise();
}

void Palette::move_by(int lines) {
  const int count = model_->rowCount();
  if (count == 0) return;
  const int row = std::clamp(list_->currentIndex().row() + lines, 0, count - 1);
  list_->setCurrentIndex(model_->index(row));
}

void Palette::choose(int row) {
  if (row < 0 || row >= model_->rowCount()) return;
  const PaletteEntry entry = model_->entry(row);  // a copy: what it does may build the window again
  if (!entry.closed.isEmpty() || !entry.act) return;
  recent_ = with_recent(std::move(recent_), entry.id);
  keep(sources_.memory_key, QJsonArray::fromStringList(recent_));
  close_up();
  entry.act();
}

bool Palette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Down: move_by(1); return true;
    case Qt::Key_Up: move_by(-1); return true;
    case Qt::Key_PageDown: move_by(kMostLines - 1); return true;
    case Qt::Key_PageUp: move_by(1 - kMostLines); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(list_->currentIndex().row()); return true;
    case Qt::Key_Escape: close_up(); return true;
    case Qt::Key_Tab: move_by(1); return true;  // there is nothing else in here to go to
    case Qt::Key_Backtab: move_by(-1); return true;
    default: return QWidget::eventFilter(watched, event);
  }
}

void Palette::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_box(painter, rect(), radius::kDialog, color(Color::SurfaceBase), color(Color::BorderControl));
  painter.fillRect(1, height() - kFootHeight, width() - 2, 1, color(Color::BorderHairline));
}

}  // namespace saga::ui
