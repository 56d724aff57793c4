// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/command.h"

#include <map>

#include <QCoreApplication>
#include <QWidget>

namespace saga::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Command)
};

// Keys that a widget handles by itself, as a child of that widget: a line for the panel, nothing to run.
class KeyNote final : public QObject {
 public:
  KeyNote(QWidget* where, KeyLine line) : QObject(where), line_(std::move(line)) {}
  [[nodiscard]] const KeyLine& line() const { return line_; }
  [[nodiscard]] bool in_reach() const { return static_cast<const QWidget*>(parent())->isVisible(); }

 private:
  KeyLine line_;
};

}  // namespace

QString section_text(Section section) {
  switch (section) {
    case Section::Go: return Words::tr("Go to");
    case Section::Page: return Words::tr("On this page");
    case Section::Selected: return Words::tr("What is selected");
    case Section::Window: return Words::tr("Window");
  }
  return {};
}

QString keys_text(const QKeySequence& keys) {
  QString text = keys.toString(QKeySequence::PortableText);
  // "Ctrl++" is Ctrl and the plus key; only the signs between keys are blanks.
  for (qsizetype i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == QLatin1Char('+')) text[i] = QLatin1Char(' ');
  }
  return text;
}

Command::Command(QWidget* where, const CommandText& text) : QAction(text.name, where), section_(text.section) {
  setObjectName(QString::fromLatin1(text.id));
  setShortcut(text.keys);
  setShortcutContext(text.reach == Reach::Window ? Qt::WindowShortcut : Qt::WidgetWithChildrenShortcut);
  setAutoRepeat(false);
  where->addAction(this);
}

bool Command::in_reach() const { return static_cast<const QWidget*>(parent())->isVisible(); }

Command& add_command(QWidget* where, const CommandText& text, std::function<void()> act) {
  auto* command = new Command(where, text);
  QObject::connect(command, &QAction::triggered, where, [act = std::move(act)] { act(); });
  return *command;
}

void describe_keys(QWidget* where, Section section, const QString& keys, const QString& name) {
  new KeyNote(where, {section, keys, name});
}

namespace {

// By section, and within one in the order in which they came.
template <class T>
std::vector<T> values_of(const std::multimap<Section, T>& by_section) {
  std::vector<T> values;
  values.reserve(by_section.size());
  for (const auto& [section, value] : by_section) values.push_back(value);
  return values;
}

}  // namespace

std::vector<KeyLine> keys_of(const QWidget& window) {
  std::multimap<Section, KeyLine> lines;
  // One walk over all objects, so that a page's own order is the panel's order.
  for (const QObject* object : window.findChildren<QObject*>()) {
    if (const auto* command = qobject_cast<const Command*>(object)) {
      if (command->shortcut().isEmpty() || !command->in_reach()) continue;
      const KeyLine line{command->section(), keys_text(command->shortcut()), command->text()};
      lines.emplace(line.section, line);
    } else if (const auto* note = dynamic_cast<const KeyNote*>(object); note && note->in_reach()) {
      lines.emplace(note->line().section, note->line());
    }
  }
  return values_of(lines);
}

std::vector<Command*> commands_of(const QWidget& window) {
  std::multimap<Section, Command*> commands;
  for (Command* command : window.findChildren<Command*>()) {
    if (command->in_reach()) commands.emplace(command->section(), command);
  }
  return values_of(commands);
}

}  // namespace saga::ui
