// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/payment/metrics/metrics.h"

namespace saga::payment {

// Everything that payment-sagad measures, as Prometheus names it; the labels stand behind. Counters count since the
// process started. The list with units is in backend/payment/README.md.

// Sagas. {saga_type}, {saga_type, reason}, {saga_type, outcome}
inline constexpr CounterName kSagaStarted{"payment_saga_started_total", "Sagas that were started."};
inline constexpr CounterName kSagaCompleted{"payment_saga_completed_total", "Sagas that completed."};
inline constexpr CounterName kSagaFailed{"payment_saga_failed_total",
                                         "Sagas that failed, by the reason that their order is given."};
inline constexpr CounterName kSagaReopened{"payment_saga_reopened_total",
                                           "Failed sagas whose compensation an operator took up again."};
inline constexpr DurationName kExecutionTime{"payment_saga_execution_time_seconds",
                                             "From the start of a saga to its end."};

// Steps. {step, direction, outcome}, {step, direction}, {step}
inline constexpr DurationName kStepDuration{"payment_step_duration_seconds",
                                            "From the request of an attempt to its result."};
inline constexpr CounterName kStepRetries{"payment_step_retries_total", "Attempts after the first one of a step."};
inline constexpr CounterName kSagaParked{"payment_saga_parked_total", "Sagas that were left to a person."};

// Transactions of the participants. {domain, outcome}, {domain}
inline constexpr DurationName kTransaction{"payment_domain_transaction_duration_seconds",
                                           "Transactions of a domain, from begin to the answer of the server."};
inline constexpr DurationName kLockHold{
    "payment_lock_hold_seconds",
    "How long a transaction held row locks: from its first lock to its commit or rollback."};

// Batches. {role}, {role}, {topic}
inline constexpr SizeName kBatchSize{"payment_batch_size", "Messages that were handled together."};
inline constexpr CounterName kHalvings{"payment_batch_halvings_total", "Batches that failed and were halved."};
inline constexpr CounterName kDeadLettered{"payment_stream_dead_lettered_total",
                                           "Stream entries that nobody could handle, moved to dead-letter:<topic>."};

// Routes. {route, reason}, {outcome}
inline constexpr CounterName kRouted{"payment_routes_total", "Payments by the route that they took, and why."};
inline constexpr DurationName kLegacyDuration{"payment_legacy_duration_seconds",
                                              "Payments of the legacy route, with their attempts."};

// Asked for by the janitor. {topic, group}, {domain}
inline constexpr GaugeName kStreamLag{"payment_stream_lag", "Entries that a group has not been given yet."};
inline constexpr GaugeName kStreamPending{"payment_stream_pending", "Entries that a group was given and works on."};
inline constexpr GaugeName kOutboxBacklog{"payment_outbox_backlog", "Rows that wait in an outbox, 100001 at most."};
inline constexpr GaugeName kRollbackEngaged{"payment_emergency_rollback", "1 while the emergency rollback is engaged."};

// Deliveries to the outside, as a publisher sees them. {target, outcome}, {target}, {target, state}
inline constexpr CounterName kDelivered{"payment_external_deliveries_total",
                                        "Deliveries that were sent or died, by what became of them."};
inline constexpr DurationName kDeliveryDuration{"payment_external_delivery_duration_seconds",
                                                "Attempts to deliver, from the request to the answer."};
inline constexpr CounterName kDeliveryRetries{"payment_external_retries_total",
                                              "Attempts after the first one of a delivery or of its replay."};
inline constexpr GaugeName kBreakerState{"payment_external_breaker_state",
                                         "1 for the state that the target's circuit breaker is in, 0 for the others."};
inline constexpr CounterName kBreakerOpened{"payment_external_breaker_opened_total",
                                            "How often the target's circuit breaker opened."};

// The same as the tables and Redis have it; asked for by the janitor. {target}, {topic}
inline constexpr GaugeName kDeliveriesWaiting{"payment_external_waiting", "Deliveries that are to be sent."};
inline constexpr GaugeName kOldestDelivery{"payment_external_oldest_waiting_seconds",
                                           "How long the oldest of them has been waiting, 0 without one."};
inline constexpr GaugeName kDeadLetters{"payment_dead_letters", "Entries of the list dead-letter:<topic>."};

// What a gateway knows.
inline constexpr GaugeName kToggleAge{"payment_gateway_toggle_age_seconds",
                                      "How old the older one of the gateway's two looks at the toggles is."};
inline constexpr GaugeName kGatewayRollback{"payment_gateway_rollback_applied",
                                            "1 while this gateway obeys the emergency rollback."};

// The process.
inline constexpr GaugeName kWorkerUp{"payment_worker_up", "1 while the process has an epoch that is not over."};
inline constexpr GaugeName kWorkerEpoch{"payment_worker_epoch", "The epoch of this process."};
inline constexpr GaugeName kBuildInfo{"payment_build_info", "1; the labels say what was built."};
inline constexpr CounterName kCpuSeconds{"process_cpu_seconds_total", "Processor time used, in seconds."};
inline constexpr GaugeName kResidentMemory{"process_resident_memory_bytes", "Resident memory, in bytes."};
inline constexpr GaugeName kVirtualMemory{"process_virtual_memory_bytes", "Virtual memory, in bytes."};
inline constexpr GaugeName kStartTime{"process_start_time_seconds", "When the process started, since 1970."};
inline constexpr GaugeName kOpenFiles{"process_open_fds", "Open file descriptors."};
inline constexpr GaugeName kMostFiles{"process_max_fds", "File descriptors that the process may open."};

// A label value from outside: one of `known`, else "other".
template <class Known>
[[nodiscard]] std::string_view bounded(std::string_view value, const Known& known) {
  for (const std::string_view each : known) {
    if (each == value) return each;
  }
  return "other";
}

}  // namespace saga::payment
