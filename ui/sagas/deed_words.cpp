// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/deed_words.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include "ui/sagas/words.h"
#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::History)
};

}  // namespace

QString deed_text(const std::string& what) {
  if (const auto action = action_from(what)) return action_word(*action);
  if (what == "NOTE") return Words::tr("Note");
  if (what == "TAKE") return Words::tr("Took the saga");
  if (what == "RELEASE") return Words::tr("Gave the saga back");
  if (what == "REFUND") return Words::tr("Refund");
  if (what == "SET_TOGGLE") return Words::tr("Set a toggle");
  if (what == "ENGAGE_ROLLBACK") return Words::tr("Emergency rollback");
  if (what == "RELEASE_ROLLBACK") return Words::tr("Released the rollback");
  if (what == "PAUSE") return Words::tr("Paused the job");
  if (what == "RESUME") return Words::tr("Resumed the job");
  if (what == "CANCEL") return Words::tr("Cancelled the job");
  if (what == "FINISH") return Words::tr("The job finished");
  if (what == "REPLAY") return Words::tr("Replay");
  if (what == "DISCARD") return Words::tr("Discard");
  if (what == "RESTORE") return Words::tr("Restore");
  if (what == "DRILL_ROLLBACK") return Words::tr("Drill of the rollback");
  if (what == "ASK") return Words::tr("Asked for a second person");
  if (what == "APPROVE") return Words::tr("Approved");
  if (what == "REFUSE") return Words::tr("Refused as second person");
  if (what == "WITHDRAW") return Words::tr("Withdrew the question");
  if (what == "EXPIRE") return Words::tr("The approval ran out");
  if (what == "CHANGE_LIMIT") return Words::tr("Changed a limit");
  if (what == "REVEAL") return Words::tr("Revealed");
  return text(what);
}

QString deed_outcome(const std::string& after) {
  const QJsonObject said = QJsonDocument::fromJson(QByteArray::fromStdString(after)).object();
  QString outcome = said.value(QLatin1String("outcome")).toString();
  const QString detail = said.value(QLatin1String("detail")).toString();
  if (outcome == QLatin1String("ACCEPTED")) return Words::tr("accepted");
  if (outcome == QLatin1String("APPLIED")) return Words::tr("done");
  if (outcome == QLatin1String("REFUSED")) return Words::tr("refused: %1").arg(detail);
  if (outcome == QLatin1String("CONFLICT")) return Words::tr("too late: %1").arg(detail);
  return outcome;
}

}  // namespace saga::ui
