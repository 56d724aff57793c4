// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace saga::ui {

// One line to filter by: a funnel at its left, the key that leads to it at its right. Escape clears it.
class SearchField final : public QLineEdit {
  Q_OBJECT

 public:
  explicit SearchField(const QString& hint, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace saga::ui
