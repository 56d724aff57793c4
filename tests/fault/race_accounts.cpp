// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/race_accounts.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace saga::test {
namespace {

constexpr std::string_view kTables = R"(
create temp table call (race int, who text, action text, saga_id uuid, expected int, reason text, again boolean,
                        outcome text, told text, command_id uuid, version int, seq bigint, hash text);
create temp view asked as
  select seq, hash, who, what, on_what, why, at, before::jsonb as before, after::jsonb as after
    from saga.operator_journal where area = 'sagas' and kind = 'REQUESTED';
create temp view observed as
  select seq, what, on_what, why, before::jsonb as before, after::jsonb as after,
         (after::jsonb->>'commandId')::uuid as command_id
    from saga.operator_journal where area = 'sagas' and kind = 'OBSERVED';
create temp view sent as
  select k.saga_id, k.command_id, k.action, m[1] as step_name, m[3]::int as attempt,
         case when m[2] is null then 'FORWARD' else 'COMPENSATION' end as direction
    from (select *, regexp_match(outcome, '^(\w+)( \(compensation\))?, attempt (\d+) sent$') as m
            from saga.saga_command where status = 'APPLIED' and action <> 'RESOLVE') k;
create temp view possible as
  select * from (values ('RUNNING', 'running'), ('RUNNING', 'stuck'), ('COMPENSATING', 'compensating'),
                        ('COMPENSATING', 'stuck'), ('COMPLETED', 'completed'), ('FAILED', 'compensated'),
                        ('FAILED', 'needs-attention'), ('FAILED', 'failed')) t (status, condition);
create temp table change as select saga_id, kind, at, epoch from saga.saga_change;
create index on change (saga_id, at);)";

constexpr std::string_view kFill =
    "insert into call select race, who, action, saga_id::uuid, expected, reason, again::boolean, outcome, told, "
    "command_id::uuid, nullif(version, 0), seq, hash from unnest($1::int[], $2::text[], $3::text[], $4::text[], "
    "$5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int[], $12::bigint[], $13::text[]) "
    "as c (race, who, action, saga_id, expected, reason, again, outcome, told, command_id, version, seq, hash)";

constexpr std::string_view kIndexes =
    "create index on call (seq); create index on call (saga_id); create index on call (command_id); analyze call; "
    "analyze change";

constexpr std::string_view kChecks[] = {
    R"(select format('%s has no answer but %s: %s', reason, outcome, told) from call
        where outcome not in ('ACCEPTED', 'REFUSED', 'CONFLICT'))",
    // call ↔ journal
    R"(select format('%s: row %s of the journal is not of it', c.reason, c.seq)
         from call c left join asked j using (seq)
        where (j.hash, j.who, j.what, j.on_what, j.why, j.before->>'expectedVersion', j.after->>'outcome',
               j.after->>'commandId') is distinct from
              (c.hash, c.who, c.action, c.saga_id::text, c.reason, c.expected::text, c.outcome, c.command_id::text)
           or c.told <> '' and c.told is distinct from j.after->>'detail')",
    R"(select format('row %s of the journal, of %s, is of %s calls', j.seq, j.who, count(c.seq))
         from asked j left join call c using (seq) group by j.seq, j.who having count(c.seq) <> 1)",
    // call ↔ command
    R"(select format('%s and command %s of %s are not the same', coalesce(c.reason, 'no call'),
                     coalesce(k.command_id::text, 'none'), coalesce(k.reason, 'nobody'))
         from (select * from call where outcome = 'ACCEPTED') c
         full join saga.saga_command k on k.command_id = c.command_id
        where (k.saga_id, k.action, k.expected_version, k.requested_by, k.reason) is distinct from
              (c.saga_id, c.action, c.expected, c.who, c.reason))",
    R"(select format('saga %s at version %s has %s winners: %s', saga_id, expected_version, count(*),
                     string_agg(reason, ', '))
         from saga.saga_command group by saga_id, expected_version having count(*) > 1)",
    // command ↔ journal
    R"(select format('command %s of %s is still %s', command_id, reason, status)
         from saga.saga_command where status not in ('APPLIED', 'REFUSED'))",
    R"(select format('command %s of %s has %s outcomes in the journal', k.command_id, k.reason, count(o.seq))
         from saga.saga_command k left join observed o using (command_id)
        group by k.command_id, k.reason having count(o.seq) <> 1)",
    R"(select format('row %s of the journal is the outcome of no command', o.seq)
         from observed o left join saga.saga_command k using (command_id) where k.command_id is null)",
    R"(select format('command %s of %s: row %s of the journal says otherwise', k.command_id, k.reason, o.seq)
         from saga.saga_command k join observed o using (command_id)
        where (o.what, o.on_what, o.why, o.after->>'outcome', o.after->>'detail', o.after->>'requestedBy')
              is distinct from (k.action, k.saga_id::text, k.reason, k.status, k.outcome, k.requested_by))",
    R"(select format('command %s of %s, for version %s, was %s from %s to %s', k.command_id, k.reason,
                     k.expected_version, k.status, o.before->>'version', o.after->'saga'->>'version')
         from saga.saga_command k join observed o using (command_id)
        where case k.status
                when 'APPLIED' then ((o.before->>'version')::int, (o.after->'saga'->>'version')::int)
                                    <> (k.expected_version + 1, k.expected_version + 2)
                else (o.before->>'version') <> (o.after->'saga'->>'version') end)",
    // command ↔ effect
    R"(select format('command %s, a %s, sent no attempt', s.command_id, s.action)
         from sent s left join saga.saga_step_execution e
           on (e.saga_id, e.step_name, e.direction, e.attempt) = (s.saga_id, s.step_name, s.direction, s.attempt)
        where e.saga_id is null)",
    R"(select format('attempt %s of %s %s of saga %s was sent by %s commands', attempt, step_name, direction, saga_id,
                     count(*))
         from sent group by saga_id, step_name, direction, attempt having count(*) > 1)",
    R"(select format('command %s, a %s of a saga that was %s, sent the attempt %s', s.command_id, s.action,
                     o.before->>'status', s.direction)
         from sent s join observed o using (command_id)
        where s.direction <> case when s.action = 'RETRY' and o.before->>'status' = 'RUNNING'
                               then 'FORWARD' else 'COMPENSATION' end)",
    R"(select format('saga %s was to be compensated, and is %s', k.saga_id, s.status)
         from saga.saga_command k join saga.saga_state s using (saga_id)
        where k.status = 'APPLIED' and k.action = 'COMPENSATE' and s.status not in ('COMPENSATING', 'FAILED'))",
    R"(select format('saga %s, %s, is resolved by "%s", but command %s says "%s"', coalesce(s.saga_id, k.saga_id),
                     s.status, s.resolution, k.command_id, k.evidence)
         from (select * from saga.saga_command where status = 'APPLIED' and action = 'RESOLVE') k
         full join (select * from saga.saga_state where resolution is not null) s using (saga_id)
        where (s.status, s.resolution) is distinct from
              ('FAILED', format('%s; %s (%s)', k.evidence, k.reason, k.requested_by)))",
    R"(select format('saga %s is at version %s, but was asked for %s times and moved %s times', s.saga_id, s.version,
                     coalesce(k.asked, 0), coalesce(c.moved, 0) - coalesce(k.refused, 0))
         from saga.saga_state s
         left join (select saga_id, count(*) as asked, count(*) filter (where status = 'REFUSED') as refused
                      from saga.saga_command group by 1) k using (saga_id)
         left join (select saga_id, count(*) filter (where epoch > 0 and kind <> 'STARTED') as moved,
                           count(*) filter (where epoch = 0) as noted from change group by 1) c using (saga_id)
        where s.version <> 1 + coalesce(k.asked, 0) + coalesce(c.moved, 0) - coalesce(k.refused, 0)
           or coalesce(k.asked, 0) <> coalesce(c.noted, 0))",
    // the losers
    R"(select format('%s was told: %s', c.reason, c.told)
         from (select *, regexp_match(told, '^(\S+) requested (\w+) at (\d\d:\d\d:\d\d) UTC(, which waits to be applied)?'
                                            ', it is at version (\d+) now$') as p
                 from call where outcome = 'CONFLICT' and told not like 'the saga moved on by itself%') c
        where p is null or p[5]::int <> c.version
           or not exists (select from saga.saga_command k join call first using (command_id)
                           where k.saga_id = c.saga_id and first.seq < c.seq and k.requested_by = p[1]
                             and k.action = p[2] and to_char(k.requested_at at time zone 'UTC', 'HH24:MI:SS') = p[3]
                             and case when p[4] is null then k.expected_version >= c.expected
                                  -- It waits: the saga may have moved on by itself meanwhile, but nobody has settled it.
                                  else not exists (select from observed o
                                                    where o.command_id = k.command_id and o.seq < c.seq) end))",
    R"(select format('%s was told: %s', c.reason, c.told)
         from (select *, regexp_match(told, '^the saga moved on by itself at (\d\d:\d\d:\d\d) UTC'
                                            ', it is at version (\d+) now$') as p
                 from call where outcome = 'CONFLICT' and told like 'the saga moved on by itself%') c
         join asked j using (seq)
         left join lateral (select max(m.at) as at from change m
                             where m.saga_id = c.saga_id and m.epoch > 0 and m.at < j.at) last on true
        where p is null or p[2]::int <> c.version
           or exists (select from call first where first.saga_id = c.saga_id and first.outcome = 'ACCEPTED'
                                               and first.seq < c.seq and first.expected >= c.expected)
           or last.at is null
           -- No earlier than the last move and no later than the answer, by a clock that knows no day.
           or mod(86400 + extract(epoch from p[1]::interval)
                  - extract(epoch from date_trunc('second', last.at at time zone 'UTC')::time), 86400)
              > extract(epoch from j.at - date_trunc('second', last.at)))",
    R"(select format('%s, of a saga that was %s, was refused: %s', c.reason, j.before, c.told)
         from call c join asked j using (seq)
        where c.outcome = 'REFUSED'
          and ((j.before->>'version')::int <> c.expected
               or not exists (select from possible t where t.status = j.before->>'status'
                                 and saga.action_refusal(c.action, t.status, t.condition) = c.told)))",
    R"(select format('%s, of a saga that was %s, was accepted', c.reason, j.before)
         from call c join asked j using (seq)
        where c.outcome = 'ACCEPTED'
          and not exists (select from possible t where t.status = j.before->>'status'
                             and saga.action_refusal(c.action, t.status, t.condition) is null))",
    R"(select format('command %s of %s was refused: %s', k.command_id, k.reason, k.outcome)
         from saga.saga_command k
        where k.status = 'REFUSED' and k.outcome !~ '^the saga moved on by itself, it is at version \d+ now$'
          and not exists (select from possible t
                           where saga.action_refusal(k.action, t.status, t.condition) = k.outcome))"};

constexpr std::string_view kResults = R"(
with race as (
  select race, max(who) filter (where outcome = 'ACCEPTED' and not again) as winner,
         count(*) filter (where told like 'the saga moved on%' and not again) as by_itself
    from call group by race
)
select case when winner is not null then 'won by ' || winner
            when by_itself > 0 then 'won by the orchestrator' else 'refused by rule' end, count(*) from race group by 1
union all
select case when told like 'the saga moved on%' then 'too late for the orchestrator'
            when told like '%waits to be applied%' then 'too late for what waits'
            else 'too late for a person' end, count(*) from call where outcome = 'CONFLICT' group by 1
union all select 'calls refused by rule', count(*) from call where outcome = 'REFUSED'
union all select 'commands applied', count(*) from saga.saga_command where status = 'APPLIED'
union all select 'commands overtaken by the orchestrator', count(*) from saga.saga_command where status = 'REFUSED'
order by 1)";

struct Told {
  std::string outcome, text;
  std::optional<std::string> command_id = {};
  int version = 0;
};

Told told(const ActionOutcome& outcome) {
  if (const auto* applied = std::get_if<Applied>(&outcome)) {
    return {"ACCEPTED", applied->warning, applied->command_id, applied->version};
  }
  if (const auto* refused = std::get_if<Refused>(&outcome)) return {"REFUSED", refused->reason};
  if (const auto* conflict = std::get_if<Conflict>(&outcome)) {
    return {"CONFLICT", conflict->reason, {}, conflict->actual_version};
  }
  if (const auto* unknown = std::get_if<OutcomeUnknown>(&outcome)) return {"UNKNOWN", unknown->error.message};
  return {"FAILED", std::get<Failed>(outcome).error.message};
}

Result<void> fill(pg::Session& session, const std::vector<RaceCall>& calls) {
  std::vector<int> race, expected, version;
  std::vector<std::string> who, action, saga, reason, again, outcome, text, hash;
  std::vector<std::optional<std::string>> command;
  std::vector<std::int64_t> seq;
  for (const RaceCall& call : calls) {
    const Told answer = told(call.outcome);
    race.push_back(call.race);
    who.push_back(call.who);
    action.emplace_back(to_text(call.action));
    saga.push_back(call.target.id);
    expected.push_back(call.target.expected_version);
    reason.push_back(call.reason);
    again.emplace_back(call.again ? "t" : "f");
    outcome.push_back(answer.outcome);
    text.push_back(answer.text);
    command.push_back(answer.command_id);
    version.push_back(answer.version);
    seq.push_back(call.anchor.seq);
    hash.push_back(call.anchor.hash);
  }
  if (auto made = session.execute_script(std::string(kTables)); !made) return made;
  const auto filled = session.query(std::string(kFill), {race, who, action, saga, expected, reason, again, outcome,
                                                         text, command, version, seq, hash});
  if (!filled) return std::unexpected(filled.error());
  return session.execute_script(std::string(kIndexes));
}

}  // namespace

std::vector<std::string> race_breaches(pg::Session& session, const std::vector<RaceCall>& calls) {
  if (const auto filled = fill(session, calls); !filled) return {"cannot be checked: " + filled.error().message};
  std::vector<std::string> found;
  for (const std::string_view check : kChecks) {
    const auto rows = session.query(std::string(check));
    const auto read =
        rows ? rows->each([&](const pg::Row& row) { found.push_back(row.text(0)); }) : std::unexpected(rows.error());
    if (!read) found.push_back("cannot be checked: " + read.error().message);
  }
  return found;
}

Result<std::vector<std::pair<std::string, std::int64_t>>> race_results(pg::Session& session) {
  const auto rows = session.query(std::string(kResults));
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) { return std::pair(row.text(0), row.int64(1)); });
}

}  // namespace saga::test
