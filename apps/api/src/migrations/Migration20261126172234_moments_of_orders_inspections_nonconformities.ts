import { Migration } from '@mikro-orm/migrations';

export class Migration20261126172234_moments_of_orders_inspections_nonconformities extends Migration {

  override name = 'Migration20261126172234_moments_of_orders_inspections_nonconformities';

  override up(): void | Promise<void> {
    this.addSql(`alter table "purchase_order" add "approved_at" timestamptz(3) null, add "received_at" timestamptz(3) null;`);

    this.addSql(`alter table "inspection" add "rejected_share" numeric(18,6) null, add "origin" text not null default 'received';`);
    this.addSql(`alter table "inspection" alter column "origin" drop default;`);
    // Of inspections made before the column was there; the trail says who filled it and why.
    this.addSql(`select set_config('app.actor', '1', true), set_config('app.source', 'migration', true), set_config('app.operation', 'fillOrigin', true), set_config('app.reason', 'origin of inspected lots', true);`);
    this.addSql(`update "inspection" i set "origin" = 'made' from "lot" l where l.id = i.lot_id and l.supplier_id is null;`);
    this.addSql(`alter table "inspection" add constraint "inspection_origin_check" check (origin in ('received', 'made'));`);

    this.addSql(`alter table "nonconformity" add "reported_at" timestamptz(3) null, add "closed_at" timestamptz(3) null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "inspection" drop constraint "inspection_origin_check";`);
    this.addSql(`alter table "inspection" drop column "rejected_share", drop column "origin";`);

    this.addSql(`alter table "nonconformity" drop column "reported_at", drop column "closed_at";`);

    this.addSql(`alter table "purchase_order" drop column "approved_at", drop column "received_at";`);
  }

}
