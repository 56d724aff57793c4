// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wrap_layout.h"

#include <algorithm>
#include <utility>

namespace saga::ui {

WrapLayout::WrapLayout(int spacing) {
  setSpacing(spacing);
  setContentsMargins(0, 0, 0, 0);
}

void WrapLayout::addItem(QLayoutItem* item) { items_.emplace_back(item); }

QLayoutItem* WrapLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* WrapLayout::takeAt(int index) {
  if (index < 0 || index >= count()) return nullptr;
  QLayoutItem* item = items_[static_cast<std::size_t>(index)].release();
  items_.erase(items_.begin() + index);
  return item;
}

template <class Put>
int WrapLayout::arrange(int width, Put put) const {
  int x = 0, y = 0, line = 0;
  for (const auto& item : items_) {
    if (item->isEmpty()) continue;
    const QSize size = item->sizeHint();
    if (x > 0 && x + size.width() > width) {
      x = 0;
      y += line + spacing();
      line = 0;
    }
    put(*item, QRect(QPoint(x, y), size));
    x += size.width() + spacing();
    line = std::max(line, size.height());
  }
  return y + line;
}

int WrapLayout::heightForWidth(int width) const {
  return arrange(width, [](const QLayoutItem&, const QRect&) {});
}

QSize WrapLayout::sizeHint() const {
  QSize all(0, 0);
  for (const auto& item : items_) {
    if (item->isEmpty()) continue;
    const QSize size = item->sizeHint();
    all = {all.width() + size.width() + (all.width() > 0 ? spacing() : 0), std::max(all.height(), size.height())};
  }
  return all;
}

QSize WrapLayout::minimumSize() const {
  QSize widest(0, 0);
  for (const auto& item : items_) widest = item->isEmpty() ? widest : widest.expandedTo(item->minimumSize());
  return widest;
}

void WrapLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect.width(),
          [&](QLayoutItem& item, const QRect& place) { item.setGeometry(place.translated(rect.topLeft())); });
}

}  // namespace saga::ui
