-- SPDX-License-Identifier: GPL-3.0-or-later
-- The replies that the participants kept for the history: of each step that was reached, and of what was undone.

create function demo_seed.reply(h demo_seed.payment, p_step text, p_type text, p_payload text) returns text
language sql immutable
return format('{"eventId":"%1$s","eventType":"%2$s","sagaId":"%1$s","correlationId":"%1$s",'
              '"traceparent":"00-%3$s-%4$s-01","occurredAt":"%5$s",'
              '"payload":{"orderId":"%6$s","step":"%7$s","attempt":1,%8$s}}',
              h.saga_id, p_type, h.trace_id, substr(h.trace_id, 1, 16),
              to_char(h.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), h.order_id, p_step, p_payload);

do $$
declare
  v_no     integer;
  v_schema text;
  v_step   text;
  v_done   text;
  v_failed text;
  v_undone text;
begin
  for v_no, v_schema, v_step, v_done, v_failed, v_undone in values
    (1, 'orders', 'OrderValidation', 'OrderValidated', 'OrderValidationFailed', 'OrderCancelled'),
    (2, 'balances', 'BalanceDeduction', 'BalanceDeducted', 'BalanceDeductionFailed', 'BalanceRefunded'),
    (3, 'products', 'StockConfirmation', 'StockConfirmed', 'StockConfirmationFailed', 'StockReleased'),
    (4, 'payments', 'PaymentCreation', 'PaymentCompleted', 'PaymentFailed', 'PaymentCancelled')
  loop
    execute format($sql$
      insert into %1$I.inbox (saga_id, step_name, action_reply, compensation_reply, created_at)
      select h.saga_id, %2$L,
             case when h.failed_step = %3$s
                  then demo_seed.reply(h, %2$L, %5$L, format('"code":"%%s","retryable":false,"error":%%s', h.order_status,
                                                            to_json(h.error)))
                  else demo_seed.reply(h, %2$L, %4$L, '"result":{"paymentId":"' || h.payment_id || '"}') end,
             case when h.failed_step > %3$s then demo_seed.reply(h, %2$L, %6$L, '"stood":true,"result":{}') end,
             h.created_at
        from demo_seed.payment h where h.last_step >= %3$s order by h.saga_id$sql$,
      v_schema, v_step, v_no, v_done, v_failed, v_undone);
  end loop;
end $$;

drop schema demo_seed cascade;
