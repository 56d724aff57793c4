-- What the processes of the payment system measured, a minute at a time, for charts. Each process writes its own rows,
-- and each row is the whole of what the process measured within the minute: written again, it replaces itself, so that
-- a minute that is written twice does not count twice. A process that was started anew has rows of its own beside
-- those of its predecessor, since `process` is another; readers add them up.

create table saga.metric_rollup (
  metric   text        not null,  -- as Prometheus names it: payment_saga_started_total
  minute   timestamptz not null,  -- its beginning
  labels   jsonb       not null,  -- never what a user brought along
  instance text        not null,
  roles    text        not null,  -- "gateway,orchestrator"
  process  uuid        not null,  -- of version 7: it begins with the time when the process was started
  kind     text        not null check (kind in ('counter', 'gauge', 'duration', 'size')),
  -- counter: the increase; gauge: the last reading, the lowest, the highest. One that did not move, or stood at 0, has
  -- no row.
  value    double precision,
  low      double precision,
  high     double precision,
  -- duration (in microseconds) and size: a histogram that can be added to others. Its classes in rising order, how often
  -- each came, and the sum of all values.
  classes  smallint[],
  counts   bigint[],
  total    bigint,
  primary key (metric, minute, labels, instance, roles, process)
);
create index metric_rollup_minute on saga.metric_rollup using brin (minute) with (autosummarize = on);

-- A minute of one process: one row an element of the arrays. `p_classes` and `p_counts` hold array literals.
create function saga.write_metrics(p_minute timestamptz, p_instance text, p_roles text, p_process uuid,
                                   p_metrics text[], p_labels text[], p_kinds text[], p_values text[], p_lows text[],
                                   p_highs text[], p_classes text[], p_counts text[], p_totals text[]) returns void
language sql
begin atomic
  insert into saga.metric_rollup as m (metric, minute, labels, instance, roles, process, kind, value, low, high, classes,
                                       counts, total)
  select n.metric, p_minute, n.labels::jsonb, p_instance, p_roles, p_process, n.kind, n.value::double precision,
         n.low::double precision, n.high::double precision, n.classes::smallint[], n.counts::bigint[], n.total::bigint
    from unnest(p_metrics, p_labels, p_kinds, p_values, p_lows, p_highs, p_classes, p_counts, p_totals)
         as n (metric, labels, kind, value, low, high, classes, counts, total)
  on conflict (metric, minute, labels, instance, roles, process) do update
     set value = excluded.value, low = excluded.low, high = excluded.high, classes = excluded.classes,
         counts = excluded.counts, total = excluded.total;
end;

-- Drops what is older; how many rows that were.
create function saga.trim_metrics(p_keep interval) returns bigint
language sql
begin atomic
  with gone as (delete from saga.metric_rollup m where m.minute < now() - p_keep returning 1)
  select count(*) from gone;
end;

-- The classes of a histogram are log-linear: 0 to 100 each are one of their own, then (100, 110], (110, 120] …
-- (990, 1000], (1000, 1100] …, ninety a decade. A class stands for its middle, which is off by at most 5 %. The same as
-- backend/domain/histogram.h.
create function saga.histogram_middle(p_class integer) returns bigint
language sql immutable strict parallel safe
return case when p_class <= 100 then p_class
            else ((21 + 2 * ((p_class - 101) % 90)) * 5 * power(10::numeric, (p_class - 101) / 90))::bigint end;

-- The value that the part `p` (0 to 1) of all values does not exceed, within 5 %. Of merged histograms: percentiles
-- themselves cannot be averaged.
create function saga.histogram_percentile(p_classes smallint[], p_counts bigint[], p double precision) returns bigint
language sql immutable strict parallel safe
return (
  select saga.histogram_middle(c.class)
    from (select u.class, sum(u.n) over (order by u.class) as seen, sum(u.n) over () as all_of_them
            from unnest(p_classes, p_counts) as u (class, n)) c
   where c.seen >= greatest(1, ceil(p * c.all_of_them::double precision))
   order by c.class limit 1);

create view saga.metric_view as
select metric, minute, labels, instance, roles, process, kind, value, low, high, classes, counts, total
  from saga.metric_rollup;

-- A metric over some time, of all processes together: one row for each combination of labels and each `p_step` from
-- `p_from` on; without a step, one for the whole time. Counters and histograms are added up; of a gauge, `value` is the
-- newest reading of any process, `low` and `high` bound them all.
create function saga.metric_series(p_metric text, p_from timestamptz, p_to timestamptz, p_step interval default null)
returns table (at timestamptz, labels jsonb, value double precision, low double precision, high double precision,
               count bigint, total bigint, classes smallint[], counts bigint[])
language sql stable parallel safe
begin atomic
  with found as (
    select case when p_step is null then p_from else date_bin(p_step, m.minute, p_from) end as at, m.*
      from saga.metric_view m
     where m.metric = p_metric and m.minute >= p_from and m.minute < p_to
  ), class as (
    select f.at, f.labels, u.class, sum(u.n)::bigint as n
      from found f cross join lateral unnest(f.classes, f.counts) as u (class, n)
     group by f.at, f.labels, u.class
  ), histogram as (
    select c.at, c.labels, sum(c.n)::bigint as count, array_agg(c.class order by c.class) as classes,
           array_agg(c.n order by c.class) as counts
      from class c group by c.at, c.labels
  ), plain as (
    select f.at, f.labels, min(f.low) as low, max(f.high) as high, sum(f.total)::bigint as total,
           case when min(f.kind) = 'gauge'
                then (array_agg(f.value order by f.minute desc, f.process desc))[1]
                else sum(f.value) end as value
      from found f group by f.at, f.labels
  )
  select p.at, p.labels, p.value, p.low, p.high, h.count, p.total, h.classes, h.counts
    from plain p left join histogram h on h.at = p.at and h.labels = p.labels
   order by p.at, p.labels;
end;

-- The trace of a payment of the legacy route, which has no saga to keep it: its refund goes on with it.
alter table saga.payment_route add column trace_id text;

grant select on saga.metric_view to saga_viewer;
grant select, insert, update, delete on saga.metric_rollup to saga_engine;
revoke all on function saga.write_metrics, saga.trim_metrics, saga.histogram_middle, saga.histogram_percentile,
  saga.metric_series from public;
grant execute on function saga.histogram_middle, saga.histogram_percentile, saga.metric_series to saga_viewer;
grant execute on function saga.write_metrics, saga.trim_metrics, saga.histogram_middle, saga.histogram_percentile
  to saga_engine;
