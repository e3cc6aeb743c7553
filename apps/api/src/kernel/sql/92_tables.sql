-- Every table of the house under audit. A table that stands on neither list is audited: forgetting is not possible.
select audit.attach(('public.' || t.name)::regclass, t.kind, t.reason, gives_id => t.name = 'signature')
from (values
  ('signature', 'append_only', null),
  ('duty', 'append_only', null),
  ('approval', 'append_only', null),
  ('record_link', 'append_only', null),
  ('security_event', 'append_only', null),
  ('emergency_act', 'append_only', null),
  ('inspection_view', 'append_only', null),
  ('terminal_act', 'append_only', null),
  ('attachment', 'append_only', null),
  ('comment', 'append_only', null),
  ('work_pause', 'append_only', null),
  ('signature_manifest', 'append_only', null),
  ('review_decision', 'append_only', null),
  ('import_change', 'append_only', null),
  ('import_event', 'append_only', null),
  ('import_source', 'append_only', null),
  ('posting', 'append_only', null),
  ('movement', 'append_only', null),
  ('serial_move', 'append_only', null),
  ('lot_edge', 'append_only', null),
  ('lot_event', 'append_only', null),
  ('reading', 'append_only', null),
  ('sampling_event', 'append_only', null),
  ('command_log', 'exempt', 'technical: command ids that were answered; what they did is in the trail'),
  ('number_series', 'exempt', 'technical: counters; the numbers stand on the audited records'),
  ('work_item', 'exempt', 'derived: open tasks follow from record states and are rebuilt from them'),
  ('work_done', 'exempt', 'derived: tasks that are over; what ended them is in the trail'),
  ('signature_intent', 'exempt', 'technical: five-minute requests; the signature row names its intent'),
  ('outbox', 'exempt', 'technical: messages on their way; their content is in audited records'),
  ('job', 'exempt', 'technical: orders of long work and how far it is; what each row did is in the trail, under its person'),
  ('job_row', 'exempt', 'technical: what became of each row of a job; what it changed is in the trail'),
  ('import_batch', 'exempt', 'technical: files on their way in; what was committed or undone is an import_event'),
  ('import_row', 'exempt', 'technical: rows of a file before they are records; where each record came from is an import_source'),
  ('import_mapping', 'exempt', 'technical: remembered proposals; the mapping that was used stands in the import_event'),
  ('review_look', 'exempt', 'technical: who looks at which record, and when somebody looked last; decisions are signatures'),
  ('review_claim', 'exempt', 'technical: whose turn a record is for some minutes'),
  ('notice', 'exempt', 'derived: who was told of what; what happened is in the trail'),
  ('session', 'exempt', 'technical: last-seen times; sign-in, lock and end are security events'),
  ('credential', 'exempt', 'secrets and counters; every change is a security event'),
  ('known_device', 'exempt', 'technical: browsers in which somebody signed in; each sign-in is a security event'),
  ('sign_in_failure', 'exempt', 'technical: counters of failed sign-ins; each failure is a security event'),
  ('second_factor', 'exempt', 'secrets and counters; every change is a security event'),
  ('passkey', 'exempt', 'public keys and counters; setting up, use in signing and removal are security events'),
  ('terminal_device', 'exempt', 'hashes of secrets of devices; enrolling and retiring stand on the audited terminal'),
  ('provider_round', 'exempt', 'technical: ten-minute journeys to the provider of identities; what was proved is a security event'),
  ('identity_challenge', 'exempt', 'technical: five-minute questions to a browser; what was proved by the answer is a security event'),
  ('balance', 'exempt', 'derived: sums of the movement ledger, proved against it'),
  ('schema_migration', 'exempt', 'technical: which migrations have run')
) t (name, kind, reason);

select audit.attach(c.oid::regclass, 'audited')
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind = 'r' and not exists (select from audit.source s where s.table_name = c.relname);

-- The server's signature covers the row's id, so the app takes it from the sequence before it inserts; the chain of
-- previous_hash makes an id out of order visible.
grant insert (id) on public.signature to lotline_app;
