// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QLayout>

namespace saga::ui {

// Places its items beside each other, each as large as it asks to be, and goes on in a new line where there is no more
// room: nothing is squeezed until its words are cut off.
class WrapLayout final : public QLayout {
 public:
  explicit WrapLayout(int spacing);

  void addItem(QLayoutItem* item) override;  // takes it over
  [[nodiscard]] int count() const override { return static_cast<int>(items_.size()); }
  [[nodiscard]] QLayoutItem* itemAt(int index) const override;
  [[nodiscard]] QLayoutItem* takeAt(int index) override;
  [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;     // all in one line
  [[nodiscard]] QSize minimumSize() const override;  // the widest of them
  void setGeometry(const QRect& rect) override;

 private:
  // Calls `put` with each visible item's place for that width; returns the height of it all.
  template <class Put>
  int arrange(int width, Put put) const;

  std::vector<std::unique_ptr<QLayoutItem>> items_;
};

}  // namespace saga::ui
