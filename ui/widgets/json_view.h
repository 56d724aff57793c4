// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace saga::ui {

class JsonHighlighter;

// Shows a payload: with line numbers, JSON in colours, anything else as the text that it is. Read-only; never markup.
class JsonView final : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit JsonView(QWidget* parent = nullptr);

  void show_payload(const QString& payload);
  [[nodiscard]] bool shows_json() const { return json_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  friend class JsonGutter;
  void paint_gutter(QWidget& gutter);
  void place_gutter();

  QWidget* gutter_;
  JsonHighlighter* highlighter_;
  QString payload_;
  bool json_ = false;
};

}  // namespace saga::ui
