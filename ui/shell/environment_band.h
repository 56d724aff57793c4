// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "backend/ports/platform_status.h"
#include "ui/shell/environment.h"
#include "ui/widgets/icons.h"

namespace saga::ui {

class LockButton;

// The line on top of the window: environment, profile, role and user, what may be written, the route in force.
class EnvironmentBand final : public QWidget {
  Q_OBJECT

 public:
  explicit EnvironmentBand(AttachedTo attached, QWidget* parent = nullptr);
  void show_platform(const PlatformStatus& status);
  // What it shows is no longer known to be true.
  void set_lost(bool lost);
  void set_cell_width(int width);
  // What stands at its right end, always in sight; the band takes it over.
  void set_corner(QWidget* corner);
  [[nodiscard]] LockButton& lock_button() const { return *lock_; }
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Part {
    QString text;
    bool strong = false;
    bool tinted = false;
    bool mono = false;
  };
  struct Cell {
    std::optional<Icon> icon = {};
    std::vector<Part> parts = {};
    bool lock = false;  // drawn by the button that lies there
    int left = 0;
    int width = 0;
  };
  // `brief`: where there is little room; what is in force is never left out.
  [[nodiscard]] std::vector<Cell> cells(bool brief = false) const;
  [[nodiscard]] int width_of(const Cell& cell, bool brief) const;
  [[nodiscard]] int first_left() const;  // of the cells
  void lay_out();
  [[nodiscard]] int right_end() const;  // of the cells
  void paint_cell(QPainter& painter, const Cell& cell) const;

  AttachedTo attached_;
  std::optional<PlatformStatus> status_;
  bool lost_ = false;
  int cell_width_;
  QWidget* corner_ = nullptr;
  LockButton* lock_;
  std::vector<Cell> laid_out_;
};

}  // namespace saga::ui
