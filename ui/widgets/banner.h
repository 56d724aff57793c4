// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "ui/widgets/icons.h"

namespace saga::ui {

class ActionButton;
class PlainTextLabel;

// A coloured line across a panel: what is the matter in one strong sentence, what it means in a second, quieter one,
// and at most one button.
class Banner final : public QWidget {
  Q_OBJECT

 public:
  enum class Tone { Info, Warn, Bad, Unverified };

  explicit Banner(QWidget* parent = nullptr);
  void tell(Tone tone, Icon icon, const QString& title, const QString& detail = {});
  void set_button(const QString& text);  // empty: none
  [[nodiscard]] QString title() const;
  [[nodiscard]] QString detail() const;

 Q_SIGNALS:
  void pressed();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Tone tone_ = Tone::Info;
  Icon icon_ = Icon::Info;
  PlainTextLabel* title_;
  PlainTextLabel* detail_;
  ActionButton* button_;
};

}  // namespace saga::ui
