-- Old exports of all people are removed by age, not by person: who has left exports no more.
create index list_exports_age on list_exports (created_at);
