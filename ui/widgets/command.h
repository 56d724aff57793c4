// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QAction>
#include <QKeySequence>
#include <QString>

class QWidget;

namespace saga::ui {

// What the operator can do, and by which key: the only place where keys are given out. The panel of keys and the
// palette are made from what is registered here, so that neither can lag behind the program. GUI thread only.

// The parts of the panel of keys, in their order.
enum class Section { Go, Page, Selected, Window };
[[nodiscard]] QString section_text(Section section);

enum class Reach {
  Page,   // the key works while the keyboard is somewhere in the widget
  Window  // the key works in the whole window, as long as the widget is on screen
};

struct CommandText {
  const char* id;  // "sagas.retry": the same in every language; the palette's recent choices are kept by it
  Section section;
  QString name;            // translated, an order in the infinitive: "retry the saga"
  QKeySequence keys = {};  // none: in the palette only
  Reach reach = Reach::Page;
};

class Command final : public QAction {
  Q_OBJECT

 public:
  Command(QWidget* where, const CommandText& text);

  [[nodiscard]] Section section() const { return section_; }
  [[nodiscard]] QString id() const { return objectName(); }
  // Why it is closed now; nullopt: it can be done. The palette shows the reason beside the closed command; the key
  // does what `act` does then, which is nothing.
  void set_closed(std::function<std::optional<QString>()> closed) { closed_ = std::move(closed); }
  [[nodiscard]] std::optional<QString> closed_because() const { return closed_ ? closed_() : std::nullopt; }
  // Its widget is on screen.
  [[nodiscard]] bool in_reach() const;

 private:
  Section section_;
  std::function<std::optional<QString>()> closed_;
};

// Registers what `where` can do; it is gone with `where`.
Command& add_command(QWidget* where, const CommandText& text, std::function<void()> act);
// Keys that a widget handles by itself, such as arrows in a table: listed, not run from here.
void describe_keys(QWidget* where, Section section, const QString& keys, const QString& name);

struct KeyLine {
  Section section;
  QString keys;  // as on a keyboard: "Ctrl K"
  QString name;
  friend bool operator==(const KeyLine&, const KeyLine&) = default;
};
// The keys that work in the window as it stands, by section, in the order of registration.
[[nodiscard]] std::vector<KeyLine> keys_of(const QWidget& window);
// What can be chosen in it: commands whose widget is on screen.
[[nodiscard]] std::vector<Command*> commands_of(const QWidget& window);

[[nodiscard]] QString keys_text(const QKeySequence& keys);  // "Ctrl K"

}  // namespace saga::ui
