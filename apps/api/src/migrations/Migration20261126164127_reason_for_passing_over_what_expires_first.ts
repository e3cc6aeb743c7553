import { Migration } from '@mikro-orm/migrations';

export class Migration20261126164127_reason_for_passing_over_what_expires_first extends Migration {

  override name = 'Migration20261126164127_reason_for_passing_over_what_expires_first';

  override up(): void | Promise<void> {
    this.addSql(`alter table "shipment" add "fefo_reason" text null;`);
    this.addSql(`alter table "shipment" add constraint "shipment_fefo_reason_check" check (length(fefo_reason) <= 300);`);

    this.addSql(`alter table "work_order_consumed" add "fefo_reason" text null;`);
    this.addSql(`alter table "work_order_consumed" add constraint "work_order_consumed_fefo_reason_check" check (length(fefo_reason) <= 300);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "shipment" drop constraint "shipment_fefo_reason_check";`);
    this.addSql(`alter table "shipment" drop column "fefo_reason";`);

    this.addSql(`alter table "work_order_consumed" drop constraint "work_order_consumed_fefo_reason_check";`);
    this.addSql(`alter table "work_order_consumed" drop column "fefo_reason";`);
  }

}
