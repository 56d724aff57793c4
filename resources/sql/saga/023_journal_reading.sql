-- What it takes to look through the journal, and to verify it as a whole.

-- The newest rows of all chains together.
create index operator_journal_at on saga.operator_journal (at desc, area desc, seq desc);

-- Where each chain is noted to end, and where it does.
create view saga.journal_chain_view as
select coalesce(c.area, j.area) as area, c.seq, c.hash, j.last_seq
  from saga.journal_chain c
  full join (select area, max(seq) as last_seq from saga.operator_journal group by area) j using (area);

grant select on saga.journal_chain_view to saga_viewer;
