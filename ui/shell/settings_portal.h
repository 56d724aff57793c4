// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>
#include <QString>

#include "ui/widgets/tokens.h"

namespace saga::ui {

// Whether the desktop prefers light or dark, from its settings portal, now and whenever it changes. Nothing here
// waits: the bus is reached on a thread of its own, and answers come when they come. A desktop without a bus, without
// the portal or without the setting says nothing, and that is no error. Lives on the GUI thread.
class SettingsPortal final : public QObject {
  Q_OBJECT

 public:
  // `address`: of the bus; the session's if empty.
  explicit SettingsPortal(const QString& address = {}, QObject* parent = nullptr);
  ~SettingsPortal() override;

  [[nodiscard]] std::optional<Shade> shade() const { return shade_; }

 Q_SIGNALS:
  void shade_changed(std::optional<saga::ui::Shade> shade);

 private Q_SLOTS:
  void take_change(const QString& group, const QString& key, const QDBusVariant& value);

 private:
  void connected(const QDBusConnection& bus);
  void read();
  void read_old();
  void take(std::optional<Shade> shade);

  std::shared_ptr<SettingsPortal*> self_;  // emptied by the destructor; what comes later finds nobody
  QString name_;                           // of our connection
  std::optional<QDBusConnection> bus_;
  std::optional<Shade> shade_;
};

}  // namespace saga::ui
