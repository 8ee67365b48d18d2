-- The audit log is searched by what a person did: "switched off" by Maria. Without it, all entries of the person, or
-- all of the action, are read for a few.
create index audit_log_actor_action on audit_log (actor_kind, actor_id, action, created_at, id);
