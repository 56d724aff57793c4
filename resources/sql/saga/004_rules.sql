-- What is stuck, compensated, in need of attention, and which action is allowed. The same rules stand in
-- backend/domain; one case table tests both.

create function saga.condition(p_status text, p_parked_reason text, p_progress_at timestamptz, p_open_effects integer,
                               p_resolution text, p_now timestamptz, p_threshold interval default '30 seconds')
returns text language sql immutable parallel safe
return case
  when p_status = 'COMPLETED' then 'completed'
  when p_status = 'FAILED' and p_open_effects = 0 then 'compensated'
  when p_status = 'FAILED' and p_resolution is null then 'needs-attention'
  when p_status = 'FAILED' then 'failed'
  when p_status in ('RUNNING', 'COMPENSATING')
       and (p_parked_reason is not null or p_progress_at < p_now - p_threshold) then 'stuck'
  when p_status = 'RUNNING' then 'running'
  when p_status = 'COMPENSATING' then 'compensating'
  else 'unknown'
end;

-- The published table of status × action: null when allowed, else why not.
create function saga.action_refusal(p_action text, p_status text, p_condition text,
                                    p_saga_type text default 'PaymentSaga')
returns text language sql immutable parallel safe
return case
  when p_action not in ('RETRY', 'COMPENSATE', 'RESOLVE') then 'there is no such action'
  when p_condition in ('running', 'compensating') then 'the saga is not stuck, it goes on by itself'
  when p_condition in ('completed', 'compensated') then 'the saga has ended, nothing is left to do'
  when p_condition = 'failed' then 'the saga was already resolved by hand'
  when p_action = 'COMPENSATE' and p_saga_type = 'RefundSaga' and p_condition in ('stuck', 'needs-attention')
    then 'a refund is not compensated, retry continues it'
  when p_condition = 'stuck' and p_action = 'RESOLVE' then 'the saga can still be retried or compensated'
  when p_condition = 'stuck' and p_action = 'COMPENSATE' and p_status = 'COMPENSATING'
    then 'compensation is under way, retry continues it'
  when p_condition = 'stuck' then null
  when p_condition = 'needs-attention' and p_action = 'RETRY'
    then 'the saga has failed for good, only its compensation is open'
  when p_condition = 'needs-attention' then null
  else 'the saga has a status that is not known here'
end;
