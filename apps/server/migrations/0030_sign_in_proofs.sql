-- Proofs for what lets a person in: a session, a password, an authenticator app or a pending sign-in that somebody
-- writes to the database, or moves to another person, is refused. Each row has a MAC by the desk's secret.

alter table staff_sessions add column origin_mac text;
alter table staff_accounts add column origin_mac text;
alter table staff_two_factors add column origin_mac text;
alter table staff_verifications add column origin_mac text;

-- Staff sign in again: a session from before has no proof, and nothing tells who made it.
delete from staff_sessions;
delete from staff_verifications;
