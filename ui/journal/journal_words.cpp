// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journal_words.h"

#include <QCoreApplication>
#include <QDateTime>

#include "ui/sagas/deed_words.h"
#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::JournalWords)
};

}  // namespace

QString area_text(const std::string& area) {
  if (area == "sagas") return Words::tr("sagas");
  if (area == "routing") return Words::tr("routing");
  if (area == "jobs") return Words::tr("jobs");
  if (area == "approvals") return Words::tr("approvals");
  if (area == "dead-letters") return Words::tr("dead letters");
  return text(area);
}

QString row_text(const std::string& area, std::int64_t seq) {
  return QStringLiteral("%1 %2").arg(area_text(area), count_text(seq));
}

QString deed_of(const JournalEntry& entry) {
  const QString deed = deed_text(entry.what);
  return entry.kind == "OBSERVED" ? Words::tr("%1, observed").arg(deed) : deed;
}

QString moment_text(TimePoint time) {
  return QDateTime::fromMSecsSinceEpoch(
             std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count())
      .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString breach_text(const JournalBreach& breach) {
  switch (breach.kind) {
    case BreachKind::Changed: return Words::tr("its content is not what was hashed when it was written");
    case BreachKind::Unlinked: return Words::tr("it names another row before it than there is");
    case BreachKind::Missing: return Words::tr("the row is not there any more");
    case BreachKind::CutOff: return Words::tr("the end of the chain was cut off from this row on");
    case BreachKind::Beyond: return Words::tr("it stands behind the end that the database has noted");
    case BreachKind::Differs: return Words::tr("its hash is not the one that was kept on this machine");
  }
  return text(breach.detail);
}

QString hash_text(const std::string& hash) {
  constexpr std::size_t kEnd = 8;
  if (hash.size() <= 2 * kEnd + 1) return text(hash);
  return text(hash.substr(0, kEnd)) + QChar(0x2026) + text(hash.substr(hash.size() - kEnd));
}

}  // namespace saga::ui
