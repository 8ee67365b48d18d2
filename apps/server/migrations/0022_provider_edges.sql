-- Edges of the exchange with the provider.

-- -------------------------------------------------------------------------------------------------- payments
-- The token of the one caller that is getting an address for this intent; others wait for its result. A claim
-- ends when its holder releases it, or when another caller has seen the same token for long enough by a clock
-- of its own: no time of day, which jumps and differs between machines, ends it under its holder.
alter table payments add column issue_claim uuid;
-- An older server, running beside during an upgrade, knows no tokens: what it stores counts as claimed. It
-- still writes issue_claimed_until, which is not read any more.
alter table payments alter column issue_claim set default gen_random_uuid();
