// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <gtest/gtest.h>

namespace saga::test {
namespace {

QSet<QString> places(const QString& text) {
  static const QRegularExpression place(QStringLiteral("%(\\d|n)"));
  QSet<QString> out;
  for (auto match = place.globalMatch(text); match.hasNext();) out << match.next().captured();
  return out;
}

// Every message that the sources hold has a translation that is finished and holds the same places for values.
void check(const QString& language, const QStringList& options = {}) {
  const QString root = qEnvironmentVariable("SAGA_SOURCE", QStringLiteral("."));
  const QTemporaryDir directory;
  QFile file(directory.filePath(QStringLiteral("saga-console_%1.ts").arg(language)));
  ASSERT_TRUE(
      QFile::copy(root + QStringLiteral("/resources/translations/saga-console_%1.ts").arg(language), file.fileName()));
  // What the update_translations target does, on a copy: strings that are new there come out as unfinished.
  const int updated =
      QProcess::execute(QStringLiteral(SAGA_LUPDATE),
                        QStringList{QStringLiteral("-silent"), QStringLiteral("-no-obsolete"), QStringLiteral("-I"),
                                    root, root + QStringLiteral("/ui"), root + QStringLiteral("/app/console"),
                                    QStringLiteral("-ts"), file.fileName()} +
                            options);
  ASSERT_EQ(updated, 0);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << file.fileName().toStdString();
  QXmlStreamReader xml(&file);
  QString source;
  int messages = 0;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("source")) source = xml.readElementText();
    if (xml.name() != QLatin1String("translation")) continue;
    ++messages;
    EXPECT_FALSE(xml.attributes().hasAttribute(QStringLiteral("type"))) << "unfinished: " << source.toStdString();
    const QString translated = xml.readElementText(QXmlStreamReader::IncludeChildElements);
    EXPECT_FALSE(translated.trimmed().isEmpty()) << source.toStdString();
    EXPECT_EQ(places(translated), places(source)) << source.toStdString();
  }
  EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
  EXPECT_GT(messages, 3);
}

TEST(Translations, KoreanIsComplete) { check(QStringLiteral("ko")); }
TEST(Translations, EnglishPluralsAreComplete) { check(QStringLiteral("en"), {QStringLiteral("-pluralonly")}); }

}  // namespace
}  // namespace saga::test
