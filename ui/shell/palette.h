// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include "ui/shell/palette_list.h"

class QLineEdit;
class QListView;

namespace saga::ui {

class PaletteModel;
class PlainTextLabel;

// Opens anything: one line to type in, and below it what that names. Lies over the window; Escape, or the keyboard
// going elsewhere, closes it, and gives the keyboard back to where it was.
class Palette final : public QWidget {
  Q_OBJECT

 public:
  struct Sources {
    std::function<std::vector<PaletteEntry>()> listed;                    // pages and commands, asked when it opens
    std::function<std::vector<PaletteEntry>(const QString& typed)> read;  // what the text names by itself
    // Finds sagas, and calls `found` later, on the GUI thread, unless a newer search took its place.
    std::function<void(const QString& typed, std::function<void(std::vector<PaletteEntry>)> found)> search;
    std::function<std::vector<PaletteEntry>(const QStringList& recent)> remembered;  // recent choices beyond `listed`
    QString memory_key;  // under which recent choices are kept
  };

  Palette(Sources sources, QWidget* window);
  ~Palette() override;
  void open(const QString& typed = {});
  void close_up();
  void place();
  void refresh();
  [[nodiscard]] const PaletteModel& entries() const { return *model_; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void typed();
  void search();
  void show_found(std::vector<PaletteEntry> found);
  void move_by(int lines);
  void choose(int row);

  Sources sources_;
  QLineEdit* field_;
  QListView* list_;
  PaletteModel* model_;
  PlainTextLabel* foot_;
  std::vector<PaletteEntry> listed_;
  std::vector<PaletteEntry> found_;
  QString found_for_;
  QStringList recent_;
  QTimer pause_;  // a search waits until the typing pauses
  QPointer<QWidget> before_;
  QMetaObject::Connection watching_;
};

}  // namespace saga::ui
