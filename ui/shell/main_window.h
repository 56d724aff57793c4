// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "backend/services/attachment.h"
#include "ui/async/gate.h"
#include "ui/async/latest.h"
#include "ui/places/place.h"
#include "ui/shell/environment.h"
#include "ui/shell/page_entry.h"
#include "ui/shell/palette_list.h"

class QStackedWidget;
class QVBoxLayout;

namespace saga::ui {

class Banner;
class EnvironmentBand;
class KeysPanel;
class Navigation;
class Palette;
class SourceBar;
class SourceNotice;

// The frame: environment band, navigation, pages, status bar, and over them the palette and the panel of keys. It
// knows its pages only by their list and fills band and status bar from the attachment. When the language changes it
// builds itself and its pages again, at the place where they were.
class MainWindow final : public QWidget {
  Q_OBJECT

 public:
  // Size, place and what else was remembered are taken from Memory, if there is one.
  MainWindow(AttachedTo attached, std::vector<PageEntry> pages, Attachment& attachment, Executor& gui,
             const Clock& clock, QWidget* parent = nullptr);
  ~MainWindow() override;

  // What stands at the right end of the band on every page. Made again, like the pages, when the language changes.
  void put_in_band(std::function<QWidget*()> make);
  // Likewise: at the right of the bar at the bottom, and above that bar, where it takes room from the pages while it is
  // visible.
  void put_in_bar(std::function<QWidget*()> make);
  void put_above_bar(std::function<QWidget*()> make);
  // Likewise, over the pages: made with the window as parent, it places itself.
  void put_over(std::function<QWidget*(QWidget* window)> make);

  // Unlocks and locks writing, where it is locked; see WriteLock.
  void set_lock(std::function<void(bool unlock)> turn);

  // Shows the page, and on it what the place names. A page that the window does not have is passed over.
  void go_to(const Place& place);
  [[nodiscard]] Place place() const;
  void show_page(PageId page);
  [[nodiscard]] PageId current_page() const;
  void toggle_keys();
  void open_palette(const QString& typed = {});
  // Goes where a link leads. One into another system, or to nowhere, is refused, and the window says so: false.
  bool open_link(const QString& link);
  void copy_link();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void rebuild();
  void add_commands();
  void follow();
  void tell_trouble();
  void refuse_link(const QString& title, const QString& detail);
  void show_index(int index);
  void choose_look(QPoint at);
  void turn_lock();
  void restore();
  void remember() const;
  [[nodiscard]] std::optional<int> index_of(PageId page) const;
  [[nodiscard]] const Page& page() const;

  [[nodiscard]] Palette* make_palette();
  [[nodiscard]] std::vector<PaletteEntry> palette_list();
  [[nodiscard]] std::vector<PaletteEntry> palette_readings(const QString& typed);
  [[nodiscard]] std::vector<PaletteEntry> palette_remembered(const QStringList& recent);
  void palette_search(const QString& typed, std::function<void(std::vector<PaletteEntry>)> found);
  [[nodiscard]] PaletteEntry saga_entry(const QString& id, const QString& detail = {});
  [[nodiscard]] PaletteEntry filter_entry(const QString& filter);

  AttachedTo attached_;
  Attachment& attachment_;
  const Clock& clock_;
  std::vector<PageEntry> entries_;
  std::vector<Page> pages_;  // made by the entries, in their order
  std::map<Source, SourceState> states_;
  std::optional<PlatformStatus> platform_;
  std::function<void(bool)> turn_lock_;
  std::function<QWidget*()> make_corner_;
  std::function<QWidget*()> make_in_bar_;
  std::function<QWidget*()> make_above_bar_;
  std::function<QWidget*(QWidget*)> make_over_;
  bool rebuild_due_ = false;

  // What is made again when the language changes.
  QWidget* body_ = nullptr;
  EnvironmentBand* band_ = nullptr;
  Navigation* navigation_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  QVBoxLayout* drawer_ = nullptr;
  Banner* refusal_ = nullptr;
  SourceNotice* notice_ = nullptr;
  SourceBar* sources_ = nullptr;
  KeysPanel* keys_ = nullptr;
  Palette* palette_ = nullptr;
  QWidget* over_ = nullptr;

  QTimer ticker_;
  Gate gate_;
  Latest<Result<SagaPage>> finding_;
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga::ui
