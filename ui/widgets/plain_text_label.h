// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QLabel>

#include "ui/widgets/tokens.h"

namespace saga::ui {

// A tool tip that Qt can only read as text: it guesses otherwise, and foreign text may look like markup.
[[nodiscard]] QString safe_tool_tip(const QString& text);

// The only label of the program: whatever it is given is shown as text, never as markup, so foreign text is safe in
// it. Its colour is a token and follows the theme. One line is elided with the whole text as tool tip; `wrapped`
// lets it take several.
class PlainTextLabel final : public QLabel {
  Q_OBJECT

 public:
  explicit PlainTextLabel(QWidget* parent = nullptr)
      : PlainTextLabel(QString(), type::kBody, Color::TextPrimary, parent) {}
  PlainTextLabel(const QString& text, const TypeSize& size, Color color, QWidget* parent = nullptr);

  void show_text(const QString& text);
  // More about the text, as tool tip.
  void set_hint(const QString& hint);
  void set_type(const TypeSize& size, bool mono = false);
  void set_color(Color color);
  void set_color(const Pair& pair);
  void set_elide(Qt::TextElideMode mode) { elide_ = mode; }
  void set_wrapped(bool wrapped);
  // Keeps its own width instead of shrinking to an ellipsis.
  void set_fixed();

  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void refresh_tool_tip();

  Color color_;
  QString hint_;
  std::optional<Pair> pair_;
  Qt::TextElideMode elide_ = Qt::ElideRight;
};

}  // namespace saga::ui
