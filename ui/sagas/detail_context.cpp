// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/detail_context.h"

#include <algorithm>
#include <utility>

namespace saga::ui {

namespace {

PayloadKey key_of(const SagaId& saga, const StepExecution& execution, PayloadPart part) {
  return {saga, execution.step_name, execution.direction, execution.attempt, part};
}

// Runs on a worker: a payload may be large, and reading it takes time in proportion.
Result<std::shared_ptr<const PayloadText>> whole_payload(Readers& readers, const PayloadKey& key) {
  if (!readers.context) return std::unexpected(Error{ErrorKind::Incompatible, "Payloads are not kept here."});
  auto found = readers.context->payload(key);
  if (!found) return std::unexpected(found.error());
  return std::make_shared<const PayloadText>(read_payload(std::move(*found).value_or("")));
}

}  // namespace

Comparison compare(const PayloadText& input, const PayloadText& output) {
  using State = Comparison::State;
  if (input.text.empty()) return {State::NoInput};
  if (output.text.empty()) return {State::NoOutput};
  if (!input.is_json()) return {State::InputIsNoJson};
  if (!output.is_json()) return {State::OutputIsNoJson};
  return {State::Compared, diff_of(input, output)};
}

DetailContext::DetailContext(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent)
    : QObject(parent),
      attachment_(attachment),
      clock_(clock),
      reading_notes_(gui),
      searching_(gui),
      reading_events_(gui),
      reading_deliveries_(gui),
      reading_payload_(gui),
      comparing_(gui),
      changing_(gui) {}

template <class T>
void DetailContext::take(Asked<T>& asked, Result<T> answer) {
  asked.under_way = false;
  if (answer) {
    asked.value = std::move(*answer);
    asked.error.reset();
    asked.read_at = clock_.now();
  } else {
    asked.error = answer.error();
  }
}

void DetailContext::look_at(const SagaId& saga) {
  if (saga == saga_) return;
  saga_ = saga;
  notes_ = {};
  streams_ = {};
  events_ = {};
  deliveries_ = {};
  comparison_ = {};
  compared_.reset();
  payload_ = {};
  payload_key_.reset();
  sent_.reset();  // what is being sent goes on; its outcome is in the journal of its saga
  reading_notes_.cancel();
  searching_.cancel();
  reading_events_.cancel();
  reading_deliveries_.cancel();
  reading_payload_.cancel();
  comparing_.cancel();
  Q_EMIT notes_changed();
}

void DetailContext::read_notes() {
  if (saga_.empty() || notes_.under_way) return;
  notes_.under_way = true;
  reading_notes_.ask(
      [this](auto done) {
        attachment_.ask<SagaNotes>(
            Lane::Interactive,
            [saga = saga_](Readers& readers) -> Result<SagaNotes> {
              if (!readers.context) return std::unexpected(Error{ErrorKind::Incompatible, "Notes are not kept here."});
              return readers.context->notes(saga);
            },
            std::move(done));
      },
      [this](Result<SagaNotes> notes) {
        take(notes_, std::move(notes));
        Q_EMIT notes_changed();
      });
}

void DetailContext::search_streams(const SagaDetail& detail, std::chrono::milliseconds slack) {
  StreamFindings fresh{{}, spans_of(detail.saga, detail.executions, slack), slack};
  streams_.value = fresh;
  ask_streams(detail, fresh.spans, false);
}

void DetailContext::search_on(const SagaDetail& detail) {
  if (!streams_.value || !streams_.value->hits.stopped_at || streams_.under_way) return;
  ask_streams(detail, spans_from(streams_.value->spans, *streams_.value->hits.stopped_at), true);
}

void DetailContext::ask_streams(const SagaDetail& detail, std::vector<TimeSpan> spans, bool further) {
  StreamQuestion question{detail.saga.id, detail.saga.order_id.value_or(""), std::move(spans)};
  streams_.under_way = true;
  streams_.error.reset();
  searching_.ask(
      [this, question](auto done) {
        attachment_.ask<StreamHits>(
            Lane::Redis,
            [question](Readers& readers) -> Result<StreamHits> {
              if (!readers.streams) {
                return std::unexpected(Error{ErrorKind::Incompatible, "There are no streams to read."});
              }
              return readers.streams->of_saga(question);
            },
            std::move(done));
      },
      [this, further](Result<StreamHits> found) {
        StreamFindings all = streams_.value.value_or(StreamFindings{});
        if (found && further) {
          found->looked_at += all.hits.looked_at;
          found->hits.insert(found->hits.begin(), all.hits.hits.begin(), all.hits.hits.end());
        }
        if (found) {
          all.hits = std::move(*found);
          take(streams_, Result<StreamFindings>(std::move(all)));
        } else {
          take(streams_, Result<StreamFindings>(std::unexpected(found.error())));
        }
        Q_EMIT streams_changed();
      });
  Q_EMIT streams_changed();
}

void DetailContext::read_events(const Saga& saga) {
  if (events_.under_way) return;
  events_.under_way = true;
  reading_events_.ask(
      [this, saga](auto done) {
        attachment_.ask<StoredEvents>(
            Lane::Background,
            [saga](Readers& readers) -> Result<StoredEvents> {
              if (!readers.context) return std::unexpected(Error{ErrorKind::Incompatible, "Events are not kept here."});
              return readers.context->stored_events(saga);
            },
            std::move(done));
      },
      [this](Result<StoredEvents> found) {
        take(events_, std::move(found));
        Q_EMIT events_changed();
      });
  Q_EMIT events_changed();
}

void DetailContext::read_deliveries(const Saga& saga) {
  if (deliveries_.under_way) return;
  deliveries_.under_way = true;
  reading_deliveries_.ask(
      [this, saga](auto done) {
        attachment_.ask<std::vector<ExternalDelivery>>(
            Lane::Background,
            [saga](Readers& readers) -> Result<std::vector<ExternalDelivery>> {
              if (!readers.context) {
                return std::unexpected(Error{ErrorKind::Incompatible, "Deliveries are not kept here."});
              }
              return readers.context->deliveries(saga);
            },
            std::move(done));
      },
      [this](Result<std::vector<ExternalDelivery>> found) {
        take(deliveries_, std::move(found));
        Q_EMIT deliveries_changed();
      });
  Q_EMIT deliveries_changed();
}

void DetailContext::read_payload(const PayloadKey& key) {
  if (payload_key_ == key && (payload_.under_way || payload_.value)) return;
  payload_key_ = key;
  payload_ = {};
  payload_.under_way = true;
  reading_payload_.ask(
      [this, key](auto done) {
        attachment_.ask<std::shared_ptr<const PayloadText>>(
            Lane::Background, [key](Readers& readers) { return whole_payload(readers, key); }, std::move(done));
      },
      [this](Result<std::shared_ptr<const PayloadText>> found) {
        take(payload_, std::move(found));
        Q_EMIT payload_changed();
      });
  Q_EMIT payload_changed();
}

void DetailContext::compare_payloads(const StepExecution& execution) {
  if (compared_ == execution && (comparison_.under_way || comparison_.value)) return;
  compared_ = execution;
  comparison_ = {};
  comparing_.cancel();
  if (execution.input_rest == 0 && execution.output_rest == 0) {
    take(comparison_,
         Result<Comparison>(compare(saga::read_payload(execution.input), saga::read_payload(execution.output))));
    Q_EMIT comparison_changed();
    return;
  }
  comparison_.under_way = true;
  comparing_.ask(
      [this, input = key_of(saga_, execution, PayloadPart::Input),
       output = key_of(saga_, execution, PayloadPart::Output)](auto done) {
        attachment_.ask<Comparison>(
            Lane::Background,
            [input, output](Readers& readers) -> Result<Comparison> {
              const auto before = whole_payload(readers, input);
              if (!before) return std::unexpected(before.error());
              const auto after = whole_payload(readers, output);
              if (!after) return std::unexpected(after.error());
              return compare(**before, **after);
            },
            std::move(done));
      },
      [this](Result<Comparison> found) {
        take(comparison_, std::move(found));
        Q_EMIT comparison_changed();
      });
  Q_EMIT comparison_changed();
}

void DetailContext::send(const NoteChange& change) {
  if (sending_) return;
  sending_ = change;
  sent_.reset();
  changing_.ask([this, change](auto done) { attachment_.change_notes(change, std::move(done)); },
                [this, change](ActionOutcome outcome) {
                  sending_.reset();
                  if (change.saga == saga_) {
                    sent_ = Sent{change, std::move(outcome)};
                    // Also after a lost answer: what is there now says what became of it.
                    read_notes();
                  }
                  Q_EMIT notes_changed();
                  Q_EMIT noted();
                });
  Q_EMIT notes_changed();
}

}  // namespace saga::ui
