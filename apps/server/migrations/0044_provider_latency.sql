-- How long calls to the provider took, counted by minute: the dashboard shows the median and the slowest tenth of the
-- last hour, of all servers and workers together. No single call is kept.
create table provider_call_times (
  minute timestamptz(0) not null check (date_trunc('minute', minute) = minute),
  -- The call took at most so long, and longer than the next lower step: steps grow by a tenth.
  up_to_ms int not null check (up_to_ms > 0),
  calls int not null check (calls > 0),
  primary key (minute, up_to_ms)
)
-- Every process writes to the rows of the present minute again and again.
with (fillfactor = 70);
