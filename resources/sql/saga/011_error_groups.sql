-- Errors that differ only in what they speak of, under one heading.

-- Quoted values, UUIDs, hexadecimal numbers, order numbers and plain numbers are folded, in this order. "order
-- O-4753013: balance 120 < 4500" and its neighbours become "order …: balance … < …".
create function saga.normalised_error(p_text text) returns text
language sql immutable parallel safe strict
return left(btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(p_text,
    '"[^"]*"|''[^'']*''|“[^”]*”|‘[^’]*’|«[^»]*»', '…', 'g'),
    '\m[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\M', '…', 'g'),
    '\m(0x[0-9a-fA-F]+|[A-Za-z]{1,4}-[0-9][0-9A-Za-z-]*|(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{7,})\M', '…', 'g'),
    '[-+]?[0-9]+([.,:][0-9]+)*', '…', 'g'),
    '\s+', ' ', 'g')), 200);

revoke all on function saga.normalised_error from public;
grant execute on function saga.normalised_error to saga_viewer, saga_engine;
