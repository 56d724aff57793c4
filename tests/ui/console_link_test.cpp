// SPDX-License-Identifier: GPL-3.0-or-later
// The program itself, started with a link.
#include <QProcess>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace saga::test {
namespace {

struct Ended {
  int code = -1;
  QString said;
};

// In a home of its own, where there is no profile at all.
Ended run(const QStringList& arguments) {
  const QTemporaryDir home;
  QProcess program;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* variable : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HOME"}) {
    environment.insert(QString::fromLatin1(variable), home.path());
  }
  program.setProcessEnvironment(environment);
  program.setProcessChannelMode(QProcess::MergedChannels);
  program.start(qEnvironmentVariable("SAGA_BIN") + QStringLiteral("/saga-console"), arguments);
  if (!program.waitForFinished(60'000)) return {-1, program.errorString()};
  return {program.exitCode(), QString::fromUtf8(program.readAll())};
}

TEST(ConsoleLink, LeadsToItsOwnProfile) {
  const Ended ended = run({QStringLiteral("saga-console://payments-kr/sagas")});
  EXPECT_EQ(ended.code, 2);
  EXPECT_TRUE(ended.said.contains(QStringLiteral("payments-kr"))) << ended.said.toStdString();
}

TEST(ConsoleLink, OfAnotherProfileIsRefused) {
  const Ended ended = run({QStringLiteral("--profile"), QStringLiteral("staging"),
                           QStringLiteral("saga-console://payments-kr/saga/0195a1c3-52f0-7c18-b0aa-4d129f3b7e02")});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.said.toStdString(),
            "The link leads to the profile payments-kr, and --profile says staging.\n"
            "Leave --profile out to open the link.\n");
}

TEST(ConsoleLink, ToNowhereIsRefused) {
  for (const char* link : {"saga-console://payments-kr/moon", "https://example.org/", "payments-kr"}) {
    const Ended ended = run({QString::fromLatin1(link)});
    EXPECT_EQ(ended.code, 2);
    EXPECT_EQ(ended.said.toStdString(), std::string(link) + " leads nowhere that this program knows.\n");
  }
}

}  // namespace
}  // namespace saga::test
