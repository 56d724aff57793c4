// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <QString>
#include <QTimer>
#include <QWidget>

#include "backend/domain/json_lines.h"

class QLineEdit;

namespace saga::ui {

class ActionButton;
class PayloadView;
class PlainTextLabel;
class Surface;

// A payload with what one does to it: a line that says which it is and what is missing of it, folding, search (Ctrl+F).
class PayloadPane final : public QWidget {
  Q_OBJECT

 public:
  explicit PayloadPane(QWidget* parent = nullptr);

  // At most about 64 KiB: it is made ready on the GUI thread. `rest`: how many characters more there are than these.
  void show_text(const QString& title, const std::string& text, std::int64_t rest = 0);
  // What a worker has made ready.
  void show_payload(const QString& title, std::shared_ptr<const PayloadText> payload);
  // While the rest is being read, and when that failed.
  void tell_reading();
  void tell_error(const QString& why);
  void open_search();
  void close_search();
  [[nodiscard]] PayloadView& view() { return *view_; }
  [[nodiscard]] QString notice() const;        // what is said about the payload: cut, not JSON …
  [[nodiscard]] QString search_state() const;  // "line 2 of 14": lines that contain what is searched for

 Q_SIGNALS:
  void rest_wanted();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void take(const QString& title, std::shared_ptr<const PayloadText> payload, std::int64_t rest);
  void search();
  void search_on();
  void go(int direction);
  void show_hits();

  PlainTextLabel* title_;
  ActionButton* fold_;
  ActionButton* unfold_;
  ActionButton* find_;
  Surface* notice_;
  PlainTextLabel* notice_text_;
  ActionButton* rest_;
  Surface* search_;
  QLineEdit* field_;
  PlainTextLabel* hits_text_;
  ActionButton* previous_;
  ActionButton* next_;
  ActionButton* close_;
  PayloadView* view_;
  std::string shown_;  // so that a refresh does not move what is being read
  std::shared_ptr<const PayloadText> given_;
  QString shown_title_;
  std::int64_t shown_rest_ = 0;
  LineSearch found_;
  std::optional<std::size_t> at_;  // of the hits
  QTimer searching_;
};

}  // namespace saga::ui
