-- Idempotency keys belong to one API key and its rotations, and to one member of staff or user: until now all apps
-- shared one space, in which one app's key could meet another app's. Each key goes to the app that made its row;
-- command line, jobs and demo data have the space 'system'.
alter table idempotency_keys disable trigger idempotency_keys_are_permanent;

update idempotency_keys k
set scope = case made.by_kind when 'service' then 'service:' || made.by_id else 'system' end
from (
  select id, actor_kind as by_kind, actor_id as by_id from transactions
  union all
  select id, created_by_kind, created_by_id from payments
  union all
  select id, requested_by_kind, requested_by_id from withdrawal_requests
) made
where k.scope = 'service' and made.id = k.resource_id
  and (made.by_kind = 'system' or (made.by_kind = 'service' and made.by_id is not null));

alter table idempotency_keys enable always trigger idempotency_keys_are_permanent;
