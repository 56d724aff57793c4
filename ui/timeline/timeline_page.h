// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/places/place.h"
#include "ui/timeline/timeline_view.h"

class QBoxLayout;
class QStackedWidget;

namespace saga::ui {

class ActionButton;
class Chip;
class PlainTextLabel;
class Readout;
struct ReadoutPart;
class Segments;
class SelectionPanel;
class StateView;
class TimelineStrip;

// When did it begin, and what else happened then? The lanes of all sagas over time, the day above them, what is under
// the pointer below them, and beside them what a selected part of time holds.
class TimelinePage final : public QWidget {
  Q_OBJECT

 public:
  TimelinePage(TimelineController& controller, GoTo go_to, QWidget* parent = nullptr);

  void show_place(const Place& place);
  [[nodiscard]] Place place() const;
  void focus_content();
  [[nodiscard]] TimelineView& view() { return *view_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QWidget* build_head();
  QWidget* build_lanes();
  void connect_all();
  void add_commands();
  void refresh();
  void refresh_state();
  void refresh_window();
  void refresh_markers();
  void refresh_selection();
  void refresh_readout();
  void show_readout(std::vector<ReadoutPart> parts, const QString& hint);
  void tick();
  void set_length(int choice);
  void set_lanes_by(int choice);
  void toggle_follow();
  void ask_export();
  [[nodiscard]] timeline::Micros now() const { return timeline::micros(controller_.server_now()); }

  TimelineController& controller_;
  GoTo go_to_;
  PlainTextLabel* title_;
  Segments* length_;
  ActionButton* less_;
  ActionButton* more_;
  PlainTextLabel* range_;
  PlainTextLabel* by_label_;
  Segments* by_;
  Chip* markers_;
  ActionButton* follow_;
  TimelineStrip* strip_;
  QStackedWidget* stack_;
  TimelineView* view_;
  StateView* state_;
  Readout* readout_;
  SelectionPanel* selection_;
  QWidget* side_;
  bool shown_lanes_ = false;
  QTimer clock_;     // the right edge follows it
  QTimer looking_;   // once the window stands still for a moment, the steps in it are read
  QTimer pointing_;  // likewise the saga under the pointer
};

}  // namespace saga::ui
