// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/sagas_copy.h"

#include <utility>

#include "ui/widgets/format.h"

namespace saga::ui {

SagasCopy::SagasCopy(Attachment& attachment, Executor& gui, QObject* parent)
    : QObject(parent), attachment_(attachment), reading_(gui) {}

void SagasCopy::start(const ListQuery& query, const QString& header, Line line) {
  reading_.cancel();
  query_ = query;
  rest_ = {};
  line_ = std::move(line);
  text_ = header;
  rows_ = 0;
  error_.reset();
  running_ = true;
  next();
  Q_EMIT changed();
}

void SagasCopy::cancel() {
  if (!running_) return;
  running_ = false;
  reading_.cancel();
  text_.clear();
  Q_EMIT changed();
}

void SagasCopy::next() {
  reading_.ask(
      [this, query = query_, rest = rest_](auto done) {
        attachment_.ask<ListPage>(
            Lane::Background, [query, rest](Readers& readers) { return readers.list->page(query, rest, kPage); },
            std::move(done));
      },
      [this](Result<ListPage> page) { take(page); });
}

void SagasCopy::take(const Result<ListPage>& page) {
  if (!page) {
    error_ = page.error();
    running_ = false;
    return Q_EMIT changed();
  }
  for (const Saga& saga : page->sagas) text_ += QLatin1Char('\n') + line_(saga, page->server_now);
  rows_ += static_cast<std::int64_t>(page->sagas.size());
  if (page->more && rows_ >= kMost) {
    error_ =
        Error{ErrorKind::Invalid, tr("More than %1 sagas: export them instead").arg(count_text(kMost)).toStdString()};
    running_ = false;
  } else if (page->more) {
    rest_.from = SagaBound{key_of(page->sagas.back(), query_.order.by), true};
    next();
  } else {
    running_ = false;
    Q_EMIT finished(std::exchange(text_, {}));
  }
  Q_EMIT changed();
}

}  // namespace saga::ui
