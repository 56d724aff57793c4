// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QTimer>
#include <QWidget>

#include "backend/services/attachment.h"
#include "ui/async/gate.h"
#include "ui/shell/environment.h"
#include "ui/shell/page_entry.h"

class QStackedWidget;

namespace saga::ui {

class EnvironmentBand;
class KeysPanel;
class Navigation;
class SourceBar;

// The frame: environment band, navigation, pages, status bar. It knows its pages only by their list and fills band and
// status bar from the attachment.
class MainWindow final : public QWidget {
  Q_OBJECT

 public:
  MainWindow(AttachedTo attached, std::vector<PageEntry> pages, Attachment& attachment, Executor& gui,
             const Clock& clock, QWidget* parent = nullptr);

  void show_page(int index);
  [[nodiscard]] int current_page() const;
  void show_badge(int page, const QString& badge);
  void toggle_keys();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void add_shortcuts();
  void follow(Attachment& attachment);

  const Clock& clock_;
  std::vector<PageEntry> entries_;
  EnvironmentBand* band_;
  Navigation* navigation_;
  QStackedWidget* stack_;
  SourceBar* sources_;
  KeysPanel* keys_;
  QTimer ticker_;
  Gate gate_;
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga::ui
