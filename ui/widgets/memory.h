// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include <QJsonValue>
#include <QString>

class QSplitter;

// What the program finds again when it starts next time: the layout, the theme, recent choices. Never anything that
// matters: a file that is missing, broken or cannot be written costs the layout and nothing else, and says nothing.
namespace saga::ui {

// Reads the file and keeps in it from now on; until then nothing is remembered. Writing goes on behind the caller, a
// moment after a change, and changes only what this program changed: windows of other profiles share the file. GUI
// thread only, like all below.
class Memory {
 public:
  explicit Memory(std::filesystem::path file);  // one at a time
  ~Memory();                                    // writes what is not written yet
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
};

[[nodiscard]] QJsonValue recall(const QString& key);  // undefined: nothing is known
void keep(const QString& key, const QJsonValue& value);
[[nodiscard]] bool remembering();

// The handle's place, kept when a person moves it. False: nobody ever did, and the owner decides.
bool recall_sizes(QSplitter& splitter, const QString& key);
void keep_sizes(QSplitter& splitter, const QString& key);

}  // namespace saga::ui
