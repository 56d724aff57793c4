// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

#include "ui/widgets/payload_model.h"

namespace saga::ui {

// Shows a payload line by line: numbered, JSON in colours with fold marks, anything else as the text that it is. Never
// markup. A click on a mark folds, and so do the keys of a tree: left and right, Space. Ctrl+C copies the selected
// lines; of a single one its value, which of a container is all of it.
class PayloadView final : public QListView {
  Q_OBJECT

 public:
  explicit PayloadView(QWidget* parent = nullptr);

  void show_payload(std::shared_ptr<const PayloadText> payload);
  [[nodiscard]] const PayloadModel& lines() const { return *model_; }
  void fold_all(bool folded);
  // What is searched for is marked wherever it stands.
  void mark(const QString& wanted);
  // Unfolds what hides the line, and goes there.
  void go_to_line(std::size_t line);
  void copy() const;

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  friend class PayloadDelegate;
  [[nodiscard]] int number_width() const;
  [[nodiscard]] int text_left() const;
  void set_folded(bool folded);
  void wrap();

  PayloadModel* model_;
  QString wanted_;
};

}  // namespace saga::ui
