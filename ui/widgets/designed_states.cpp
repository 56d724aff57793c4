// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/designed_states.h"

#include <QCoreApplication>

#include "ui/widgets/format.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::StateView)
};

QString sentence_of(const Error& error) {
  return text(error.advice.empty() ? error.message : error.message + ". " + error.advice);
}

}  // namespace

void tell_loading(StateView& view, const QString& what) {
  view.tell(Icon::Clock, {}, what, Words::tr("It appears here as soon as it is read."));
  view.set_buttons({});
  view.offer_copy({}, {});
}

void tell_empty(StateView& view, Icon icon, const QString& title, const QString& detail) {
  view.tell(icon, color(status_token(StatusKind::Completed).fg), title, detail);
  view.set_buttons({});
  view.offer_copy({}, {});
}

void tell_error(StateView& view, const Error& error, const Unreadable& what) {
  view.set_buttons({});
  view.offer_copy({}, {});
  const QString role = QString::fromLatin1(what.role);
  switch (error.kind) {
    case ErrorKind::Permission: {
      view.tell(Icon::Key, color(status_token(StatusKind::Compensating).fg), what.forbidden,
                Words::tr("%1 The role %2 is needed.").arg(text(error.message), role));
      view.offer_copy(Words::tr("Copy the request"),
                      Words::tr("%1: %2 Please grant me the role %3.").arg(what.forbidden, text(error.message), role));
      return;
    }
    case ErrorKind::Connection:
    case ErrorKind::InDoubt:
      view.tell(Icon::DotLost, color(status_token(StatusKind::Failed).fg), what.failed,
                Words::tr("%1. It is read by itself as soon as the connection is back.").arg(text(error.message)));
      return;
    default:
      view.tell(Icon::RingCross, color(status_token(StatusKind::Failed).fg), what.failed, sentence_of(error));
      view.set_buttons({}, Words::tr("Read now"));
  }
}

}  // namespace saga::ui
