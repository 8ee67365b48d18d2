-- Proofs for what lets a person in: a session, a password, an authenticator app or a pending sign-in that somebody
-- writes to the database, or moves to another person, is refused. Each row has a MAC by the desk's secret.

alter table staff_sessions add column origin_mac text;
alter table staff_accounts add column origin_mac text;
alter table staff_two_factors add column origin_mac text;
alter table staff_verifications add column origin_mac text;

-- Staff sign in again: a session from before has no proof, and nothing tells who made it.
delete from staff_sessions;
delete from staff_verifications;

-- The passwords and authenticator apps of a desk from before get their proofs from the first process that starts with
-- this schema. It writes this row: from then on none may be without.
create table sign_in_boundary (
  id uuid primary key,
  created_at timestamptz(3) not null,
  origin_mac text not null
);
create unique index sign_in_boundary_is_one on sign_in_boundary ((true));
create trigger sign_in_boundary_is_permanent before update or delete on sign_in_boundary
  for each row execute function prevent_change();
create trigger sign_in_boundary_is_not_truncated before truncate on sign_in_boundary
  for each statement execute function prevent_change();
alter table sign_in_boundary enable always trigger sign_in_boundary_is_permanent;
alter table sign_in_boundary enable always trigger sign_in_boundary_is_not_truncated;
