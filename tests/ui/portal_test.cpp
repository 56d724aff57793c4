// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's light or dark, over a bus of our own with a portal of our own on it.
//
// Seen red with a signal that was connected before Qt knew the type it carries: changes never came in.
#include <filesystem>
#include <optional>

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <gtest/gtest.h>

#include "backend/private_servers/child_process.h"
#include "backend/private_servers/private_directory.h"
#include "ui/shell/settings_portal.h"
#include "ui/widgets/theme.h"

namespace saga::test {

using ui::Shade;

// Answers as the portal's versions do; on a connection of its own, as if it were another program.
class FakePortal final : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

 public:
  uint preference = 0;
  bool second_version = true;
  bool silent = false;
  int asked = 0;
  QString name;  // of its connection

 public Q_SLOTS:
  QDBusVariant ReadOne(const QString& group, const QString& key, const QDBusMessage& message) {
    if (!second_version) return refuse(message, QDBusError::UnknownMethod);
    return answer(group, key, message, QDBusVariant(preference));
  }
  QDBusVariant Read(const QString& group, const QString& key, const QDBusMessage& message) {
    return answer(group, key, message, QDBusVariant(QVariant::fromValue(QDBusVariant(preference))));
  }

 private:
  QDBusVariant answer(const QString& group, const QString& key, const QDBusMessage& message,
                      const QDBusVariant& value) {
    ++asked;
    if (silent) message.setDelayedReply(true);
    if (group == QLatin1String("org.freedesktop.appearance") && key == QLatin1String("color-scheme")) return value;
    return refuse(message, QDBusError::InvalidArgs);
  }
  QDBusVariant refuse(const QDBusMessage& message, QDBusError::ErrorType why) const {
    message.setDelayedReply(true);
    QDBusConnection(name).send(message.createErrorReply(why, QStringLiteral("no")));
    return {};
  }
};

namespace {

class PortalTest : public testing::Test {
 protected:
  void SetUp() override {
    auto directory = PrivateDirectory::create("saga-bus");
    ASSERT_TRUE(directory) << directory.error().message;
    directory_.emplace(std::move(*directory));
    const std::string socket = (directory_->path() / "bus").string();
    address = QStringLiteral("unix:path=") + QString::fromStdString(socket);
    start_bus();
  }
  void TearDown() override {
    QDBusConnection::disconnectFromBus(QStringLiteral("portal"));
    bus_.reset();
  }
  void start_bus() {
    const auto program = find_program("dbus-daemon", {"/usr/bin"});
    ASSERT_TRUE(program) << "apt-get install dbus-daemon";
    auto bus = ChildProcess::start(
        {.argv = {program->string(), "--session", "--nofork", "--nopidfile", "--address=" + address.toStdString()},
         .output = directory_->path() / "log"});
    ASSERT_TRUE(bus) << bus.error().message;
    bus_.emplace(std::move(*bus));
    ASSERT_TRUE(QTest::qWaitFor([&] { return std::filesystem::exists(directory_->path() / "bus"); }, 20'000));
  }
  void start_portal() {
    auto connection = QDBusConnection::connectToBus(address, QStringLiteral("portal"));
    ASSERT_TRUE(connection.isConnected()) << connection.lastError().message().toStdString();
    portal.name = QStringLiteral("portal");
    ASSERT_TRUE(connection.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &portal,
                                          QDBusConnection::ExportAllSlots));
    ASSERT_TRUE(connection.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
  }
  static bool becomes(const ui::SettingsPortal& settings, std::optional<Shade> shade) {
    return QTest::qWaitFor([&] { return settings.shade() == shade; }, 20'000);
  }

  QString address;
  FakePortal portal;

 private:
  std::optional<PrivateDirectory> directory_;
  std::optional<ChildProcess> bus_;
};

TEST_F(PortalTest, SaysWhatTheDesktopPrefersAndWhenThatChanges) {
  portal.preference = 1;
  start_portal();
  const ui::SettingsPortal settings(address);
  QSignalSpy changed(&settings, &ui::SettingsPortal::shade_changed);
  EXPECT_TRUE(becomes(settings, Shade::Dark));
  EXPECT_EQ(changed.count(), 1);
  const auto say = [&](const char* group, const char* key, uint value) {
    QDBusMessage signal =
        QDBusMessage::createSignal(QStringLiteral("/org/freedesktop/portal/desktop"),
                                   QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("SettingChanged"));
    signal << QString::fromLatin1(group) << QString::fromLatin1(key) << QVariant::fromValue(QDBusVariant(value));
    ASSERT_TRUE(QDBusConnection(QStringLiteral("portal")).send(signal));
  };
  say("org.freedesktop.appearance", "color-scheme", 2);
  EXPECT_TRUE(becomes(settings, Shade::Light));
  say("org.freedesktop.appearance", "contrast", 1);
  say("org.gnome.desktop.interface", "color-scheme", 1);
  say("org.freedesktop.appearance", "color-scheme", 0);
  EXPECT_TRUE(becomes(settings, std::nullopt));
  EXPECT_EQ(changed.count(), 3) << "other settings are not ours";
}

TEST_F(PortalTest, SpeaksWithAPortalOfTheFirstVersion) {
  portal.second_version = false;
  portal.preference = 1;
  start_portal();
  const ui::SettingsPortal settings(address);
  EXPECT_TRUE(becomes(settings, Shade::Dark));
}

TEST_F(PortalTest, APortalThatComesLaterIsAskedThen) {
  const ui::SettingsPortal settings(address);
  QTest::qWait(200);
  EXPECT_EQ(settings.shade(), std::nullopt);
  portal.preference = 1;
  start_portal();
  EXPECT_TRUE(becomes(settings, Shade::Dark));
}

TEST_F(PortalTest, ASlowPortalHoldsNobodyUp) {
  portal.silent = true;
  start_portal();
  QElapsedTimer timer;
  timer.start();
  auto settings = std::make_unique<ui::SettingsPortal>(address);
  EXPECT_LT(timer.elapsed(), 100);
  ASSERT_TRUE(QTest::qWaitFor([&] { return portal.asked > 0; }, 20'000));
  EXPECT_EQ(settings->shade(), std::nullopt);
  timer.restart();
  settings.reset();
  EXPECT_LT(timer.elapsed(), 100) << "it must not wait for the answer";
}

TEST(Portal, WithoutABusThereIsNothingToSay) {
  for (const char* where : {"unix:path=/nonexistent/bus", "nonsense"}) {
    ui::SettingsPortal settings(QString::fromLatin1(where));
    QTest::qWait(100);
    EXPECT_EQ(settings.shade(), std::nullopt);
  }
  const QByteArray bus = qgetenv("DBUS_SESSION_BUS_ADDRESS");
  const QByteArray runtime = qgetenv("XDG_RUNTIME_DIR");
  qunsetenv("DBUS_SESSION_BUS_ADDRESS");
  qputenv("XDG_RUNTIME_DIR", "/nonexistent");
  const ui::SettingsPortal settings;
  QTest::qWait(50);
  EXPECT_EQ(settings.shade(), std::nullopt);
  if (!bus.isNull()) qputenv("DBUS_SESSION_BUS_ADDRESS", bus);
  if (runtime.isNull()) {
    qunsetenv("XDG_RUNTIME_DIR");
  } else {
    qputenv("XDG_RUNTIME_DIR", runtime);
  }
}

TEST(Theme, FollowsTheDesktopUnlessToldOtherwise) {
  ui::apply_theme(*qApp, ui::ThemeMode::System);
  ui::set_desktop_shade(*qApp, Shade::Dark);
  EXPECT_EQ(ui::shade(), Shade::Dark);
  ui::set_desktop_shade(*qApp, Shade::Light);
  EXPECT_EQ(ui::shade(), Shade::Light);
  ui::apply_theme(*qApp, ui::ThemeMode::Dark);
  ui::set_desktop_shade(*qApp, Shade::Dark);
  ui::set_desktop_shade(*qApp, Shade::Light);
  EXPECT_EQ(ui::shade(), Shade::Dark) << "our own switch wins";
  ui::apply_theme(*qApp, ui::ThemeMode::System);
  EXPECT_EQ(ui::shade(), Shade::Light);
  ui::set_desktop_shade(*qApp, std::nullopt);
}

}  // namespace
}  // namespace saga::test

#include "portal_test.moc"
