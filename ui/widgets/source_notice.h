// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "backend/services/attachment.h"
#include "ui/widgets/banner.h"

namespace saga::ui {

// What is the matter with where the pages read from, in the words that the whole program uses: what is known, how old
// it is, what can be done, and what cannot and why.
struct SourceTrouble {
  enum class Kind { Stale, Disconnected, Forbidden } kind = Kind::Stale;
  QString title = {};
  QString detail = {};
  friend bool operator==(const SourceTrouble&, const SourceTrouble&) = default;
};
// nullopt: what is shown is true, or is not known yet. `now` is this workstation's clock.
[[nodiscard]] std::optional<SourceTrouble> trouble_of(const SourceState& state, WallTime now);
[[nodiscard]] std::optional<SourceTrouble> trouble_of(const PlatformStatus& status, const QString& profile);

// The line that says so. The window has one for all its pages, below them, so that no row moves when it comes; a page
// that reads from elsewhere may have its own.
class SourceNotice final : public QWidget {
  Q_OBJECT

 public:
  explicit SourceNotice(QWidget* parent = nullptr);
  void show_trouble(const std::optional<SourceTrouble>& trouble);
  [[nodiscard]] const std::optional<SourceTrouble>& trouble() const { return trouble_; }

 Q_SIGNALS:
  void reconnect_wanted();

 private:
  Banner* banner_;
  std::optional<SourceTrouble> trouble_;
};

}  // namespace saga::ui
