// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settings_portal.h"

#include <thread>
#include <utility>

#include <QCoreApplication>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QFileInfo>

#include "ui/async/gui_executor.h"

namespace saga::ui {
namespace {

constexpr const char* kService = "org.freedesktop.portal.Desktop";
constexpr const char* kPath = "/org/freedesktop/portal/desktop";
constexpr const char* kInterface = "org.freedesktop.portal.Settings";
constexpr const char* kGroup = "org.freedesktop.appearance";
constexpr const char* kKey = "color-scheme";

QString word(const char* text) { return QString::fromLatin1(text); }

// Where the session's bus is; "" when there is none. libdbus would start one of its own then, which nobody asked for.
QString session_address() {
  if (const QString given = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"); !given.isEmpty()) return given;
  const QString socket = qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus");
  return QFileInfo::exists(socket) ? QStringLiteral("unix:path=") + socket : QString();
}

// 1 prefers dark, 2 prefers light; 0 and what a later version of the portal may add prefer nothing.
std::optional<Shade> shade_from(QVariant value) {
  // ReadOne answers the value, the older Read the value in one more envelope.
  while (value.metaType() == QMetaType::fromType<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
  bool number = false;
  const uint preference = value.toUInt(&number);
  if (!number) return std::nullopt;
  if (preference == 1) return Shade::Dark;
  if (preference == 2) return Shade::Light;
  return std::nullopt;
}

QDBusMessage question(const char* method) {
  QDBusMessage message = QDBusMessage::createMethodCall(word(kService), word(kPath), word(kInterface), word(method));
  message << word(kGroup) << word(kKey);
  return message;
}

}  // namespace

SettingsPortal::SettingsPortal(const QString& address, QObject* parent)
    : QObject(parent), self_(std::make_shared<SettingsPortal*>(this)) {
  static int number = 0;
  name_ = QStringLiteral("saga-settings-portal-%1").arg(++number);
  const QString where = address.isEmpty() ? session_address() : address;
  if (where.isEmpty()) return;
  // Connecting speaks with the bus and waits for it, however long it takes; nobody waits for this thread. What it holds
  // is its own, and what it found out is dropped when we are gone.
  std::thread([self = self_, name = name_, where] {
    const QDBusConnection bus = QDBusConnection::connectToBus(where, name);
    if (QCoreApplication::instance() == nullptr) return;  // the program ended meanwhile
    GuiExecutor().post([self, bus] {
      if (*self != nullptr) (*self)->connected(bus);
    });
  }).detach();
}

SettingsPortal::~SettingsPortal() {
  *self_ = nullptr;
  bus_.reset();
  QDBusConnection::disconnectFromBus(name_);
}

void SettingsPortal::connected(const QDBusConnection& bus) {
  if (!bus.isConnected()) return;
  bus_ = bus;
  // Qt makes its own types known with the first message. Before that it finds no slot that takes one, and connects
  // nothing.
  qDBusRegisterMetaType<QList<QDBusVariant>>();
  static_cast<void>(QDBusMetaType::typeToSignature(QMetaType::fromType<QDBusVariant>()));
  // Of whoever it comes: with a service's name, Qt would wait for the bus to say who that is.
  bus_->connect(QString(), word(kPath), word(kInterface), QStringLiteral("SettingChanged"), this,
                SLOT(take_change(QString, QString, QDBusVariant)));
  // The portal may start after us, or again.
  auto* watcher = new QDBusServiceWatcher(word(kService), *bus_, QDBusServiceWatcher::WatchForRegistration, this);
  connect(watcher, &QDBusServiceWatcher::serviceRegistered, this, &SettingsPortal::read);
  read();
}

void SettingsPortal::read() {
  auto* waiting = new QDBusPendingCallWatcher(bus_->asyncCall(question("ReadOne")), this);
  connect(waiting, &QDBusPendingCallWatcher::finished, this, [this, waiting] {
    waiting->deleteLater();
    const QDBusPendingReply<QDBusVariant> reply = *waiting;
    if (!reply.isError()) return take(shade_from(reply.value().variant()));
    if (reply.error().type() == QDBusError::UnknownMethod) read_old();
  });
}

// Portals before version 2.
void SettingsPortal::read_old() {
  auto* waiting = new QDBusPendingCallWatcher(bus_->asyncCall(question("Read")), this);
  connect(waiting, &QDBusPendingCallWatcher::finished, this, [this, waiting] {
    waiting->deleteLater();
    const QDBusPendingReply<QDBusVariant> reply = *waiting;
    if (!reply.isError()) take(shade_from(reply.value().variant()));
  });
}

void SettingsPortal::take_change(const QString& group, const QString& key, const QDBusVariant& value) {
  if (group == QLatin1String(kGroup) && key == QLatin1String(kKey)) take(shade_from(value.variant()));
}

void SettingsPortal::take(std::optional<Shade> shade) {
  if (shade == shade_) return;
  shade_ = shade;
  Q_EMIT shade_changed(shade);
}

}  // namespace saga::ui
