import { Migration } from '@mikro-orm/migrations';

export class Migration20261126222304_skip_lot_and_editions_of_tables extends Migration {

  override name = 'Migration20261126222304_skip_lot_and_editions_of_tables';

  override up(): void | Promise<void> {
    this.addSql(`alter table "sampling_event" add "skip" jsonb null;`);

    this.addSql(`alter table "inspection_plan" add "skip_lot" text null;`);
    this.addSql(`alter table "inspection_plan" add constraint "inspection_plan_skip_lot_check" check (skip_lot in ('oneOf2', 'oneOf3', 'oneOf4', 'oneOf5'));`);

    this.addSql(`alter table "sampling_state" add "skip_mode" text null, add "accepted_in_row" int null, add "skip_arrived" int null, add "skip_seed" text null, add "skip_plan_id" bigint null, add "skip_approval_id" bigint null, add "skip_approved_at" timestamptz(3) null, add "skip_rule_id" bigint null;`);
    this.addSql(`alter table "sampling_state" add constraint "sampling_state_skip_plan_id_foreign" foreign key ("skip_plan_id") references "inspection_plan" ("id") on update no action on delete no action;`);
    this.addSql(`alter table "sampling_state" add constraint "sampling_state_skip_approval_id_foreign" foreign key ("skip_approval_id") references "supplier_item" ("id") on update no action on delete no action;`);
    this.addSql(`alter table "sampling_state" add constraint "sampling_state_skip_rule_id_foreign" foreign key ("skip_rule_id") references "rule" ("id") on update no action on delete no action;`);
    this.addSql(`alter table "sampling_state" add constraint "sampling_state_skip_mode_check" check (skip_mode in ('lotByLot', 'skipLot'));`);
    this.addSql(`alter table "sampling_state" add constraint "sampling_state_accepted_in_row_check" check ((accepted_in_row >= 0) and (accepted_in_row <= 2000000000));`);
    this.addSql(`alter table "sampling_state" add constraint "sampling_state_skip_arrived_check" check ((skip_arrived >= 0) and (skip_arrived <= 2000000000));`);
    this.addSql(`alter table "sampling_state" add constraint "sampling_state_skip_seed_check" check (length(skip_seed) <= 120);`);

    this.addSql(`alter table "inspection" drop constraint "inspection_state_check";`);
    this.addSql(`alter table "inspection" add "skip_rule_id" bigint null, add "skip_draw" jsonb null;`);
    this.addSql(`alter table "inspection" add constraint "inspection_skip_rule_id_foreign" foreign key ("skip_rule_id") references "rule" ("id") on update no action on delete no action;`);
    this.addSql(`alter table "inspection" add constraint "inspection_state_check" check (state in ('open', 'started', 'toVerify', 'concluded', 'skipped'));`);

    this.addSql(`alter table "inspection_sample" add "tables" text null, add "standard_rule_id" bigint null, add "confirmed_by_id" bigint null;`);
    this.addSql(`alter table "inspection_sample" add constraint "inspection_sample_standard_rule_id_foreign" foreign key ("standard_rule_id") references "rule" ("id") on update no action on delete no action;`);
    this.addSql(`alter table "inspection_sample" add constraint "inspection_sample_confirmed_by_id_foreign" foreign key ("confirmed_by_id") references "rule" ("id") on update no action on delete no action;`);
    this.addSql(`alter table "inspection_sample" add constraint "inspection_sample_tables_check" check (length(tables) <= 40);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "inspection" drop constraint "inspection_skip_rule_id_foreign";`);

    this.addSql(`alter table "inspection_sample" drop constraint "inspection_sample_standard_rule_id_foreign";`);
    this.addSql(`alter table "inspection_sample" drop constraint "inspection_sample_confirmed_by_id_foreign";`);

    this.addSql(`alter table "sampling_state" drop constraint "sampling_state_skip_plan_id_foreign";`);
    this.addSql(`alter table "sampling_state" drop constraint "sampling_state_skip_approval_id_foreign";`);
    this.addSql(`alter table "sampling_state" drop constraint "sampling_state_skip_rule_id_foreign";`);

    this.addSql(`alter table "inspection" drop constraint "inspection_state_check";`);
    this.addSql(`alter table "inspection" drop column "skip_rule_id", drop column "skip_draw";`);
    this.addSql(`alter table "inspection" add constraint "inspection_state_check" check (state in ('open', 'started', 'toVerify', 'concluded'));`);

    this.addSql(`alter table "inspection_plan" drop constraint "inspection_plan_skip_lot_check";`);
    this.addSql(`alter table "inspection_plan" drop column "skip_lot";`);

    this.addSql(`alter table "inspection_sample" drop constraint "inspection_sample_tables_check";`);
    this.addSql(`alter table "inspection_sample" drop column "tables", drop column "standard_rule_id", drop column "confirmed_by_id";`);

    this.addSql(`alter table "sampling_event" drop column "skip";`);

    this.addSql(`alter table "sampling_state" drop constraint "sampling_state_skip_mode_check";`);
    this.addSql(`alter table "sampling_state" drop constraint "sampling_state_accepted_in_row_check";`);
    this.addSql(`alter table "sampling_state" drop constraint "sampling_state_skip_arrived_check";`);
    this.addSql(`alter table "sampling_state" drop constraint "sampling_state_skip_seed_check";`);
    this.addSql(`alter table "sampling_state" drop column "skip_mode", drop column "accepted_in_row", drop column "skip_arrived", drop column "skip_seed", drop column "skip_plan_id", drop column "skip_approval_id", drop column "skip_approved_at", drop column "skip_rule_id";`);
  }

}
