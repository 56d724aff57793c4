// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "ui/widgets/tokens.h"

namespace saga::ui {

// A line of figures with what they mean above them, parted by hairlines.
class BulkFigures final : public QWidget {
  Q_OBJECT

 public:
  struct Figure {
    QString label;
    QString number;
    QString unit;
    std::optional<Pair> ink = {};
    friend bool operator==(const Figure& a, const Figure& b) {
      return a.label == b.label && a.number == b.number && a.unit == b.unit;
    }
  };

  explicit BulkFigures(QWidget* parent = nullptr);
  void show_figures(std::vector<Figure> figures);
  [[nodiscard]] const std::vector<Figure>& figures() const { return figures_; }
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<Figure> figures_;
};

}  // namespace saga::ui
