-- The event store of a domain as people may see it, masked. Only where the saga schema lies in the same database: the
-- console connects there, and what masks and who may look are defined there.
do $$
begin
  if to_regprocedure('saga.mask(text)') is null then
    return;
  end if;
  execute 'create view @schema@.event_view as
           select aggregate_id, sequence_number, event_type, saga.mask(event_data) as event_data, occurred_at
             from @schema@.event_store';
  execute 'grant usage on schema @schema@ to saga_viewer';
  execute 'grant select on @schema@.event_view to saga_viewer';
end $$;
