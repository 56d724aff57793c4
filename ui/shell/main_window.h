// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "backend/services/attachment.h"
#include "ui/async/gate.h"
#include "ui/places/place.h"
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
  ~MainWindow() override;

  // Shows the page, and on it what the place names. A page that the window does not have is passed over.
  void go_to(const Place& place);
  [[nodiscard]] Place place() const;
  void show_page(PageId page);
  [[nodiscard]] PageId current_page() const;
  void toggle_keys();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void build();
  void add_shortcuts();
  void follow(Attachment& attachment);
  void show_index(int index);
  [[nodiscard]] std::optional<int> index_of(PageId page) const;
  [[nodiscard]] const Page& page() const;

  AttachedTo attached_;
  const Clock& clock_;
  std::vector<PageEntry> entries_;
  std::vector<Page> pages_;  // made by the entries, in their order
  std::map<Source, SourceState> states_;
  std::optional<PlatformStatus> platform_;

  // What is made again when the language changes.
  QWidget* body_ = nullptr;
  EnvironmentBand* band_ = nullptr;
  Navigation* navigation_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  SourceBar* sources_ = nullptr;
  KeysPanel* keys_ = nullptr;

  QTimer ticker_;
  Gate gate_;
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga::ui
