import { Migration } from '@mikro-orm/migrations';

export class Migration20261126175611_receipts_by_scan_and_cold_chain extends Migration {

  override name = 'Migration20261126175611_receipts_by_scan_and_cold_chain';

  override up(): void | Promise<void> {
    this.addSql(`alter table "attachment" add "kind" text null;`);
    this.addSql(`alter table "attachment" add constraint "attachment_kind_check" check (length(kind) <= 200);`);

    this.addSql(`alter table "item" add "lot_pattern" text null;`);
    this.addSql(`alter table "item" add constraint "item_lot_pattern_check" check (length(lot_pattern) <= 40);`);

    this.addSql(`alter table "supplier_item" add "supplier_part" text null, add "gtin" text null;`);
    this.addSql(`alter table "supplier_item" add constraint "supplier_item_supplier_part_check" check (length(supplier_part) <= 40);`);
    this.addSql(`alter table "supplier_item" add constraint "supplier_item_gtin_check" check (length(gtin) <= 14);`);

    this.addSql(`alter table "inspection_plan" add "certificate" text null;`);
    this.addSql(`alter table "inspection_plan" add constraint "inspection_plan_certificate_check" check (certificate in ('conformity', 'analysis'));`);

    this.addSql(`alter table "receipt_line" add "logger_min" numeric(18,1) null, add "logger_max" numeric(18,1) null, add "minutes_out" int null, add "deviation_id" bigint null;`);
    this.addSql(`alter table "receipt_line" add constraint "receipt_line_deviation_id_foreign" foreign key ("deviation_id") references "deviation" ("id") on update no action on delete no action;`);
    this.addSql(`alter table "receipt_line" alter column "lot_number" drop not null;`);
    this.addSql(`alter table "receipt_line" add constraint "receipt_line_minutes_out_check" check ((minutes_out >= 0) and (minutes_out <= 100000));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "receipt_line" drop constraint "receipt_line_deviation_id_foreign";`);

    this.addSql(`alter table "attachment" drop constraint "attachment_kind_check";`);
    this.addSql(`alter table "attachment" drop column "kind";`);

    this.addSql(`alter table "inspection_plan" drop constraint "inspection_plan_certificate_check";`);
    this.addSql(`alter table "inspection_plan" drop column "certificate";`);

    this.addSql(`alter table "item" drop constraint "item_lot_pattern_check";`);
    this.addSql(`alter table "item" drop column "lot_pattern";`);

    this.addSql(`alter table "receipt_line" drop constraint "receipt_line_minutes_out_check";`);
    this.addSql(`alter table "receipt_line" drop column "logger_min", drop column "logger_max", drop column "minutes_out", drop column "deviation_id";`);
    this.addSql(`alter table "receipt_line" alter column "lot_number" set not null;`);

    this.addSql(`alter table "supplier_item" drop constraint "supplier_item_supplier_part_check";`);
    this.addSql(`alter table "supplier_item" drop constraint "supplier_item_gtin_check";`);
    this.addSql(`alter table "supplier_item" drop column "supplier_part", drop column "gtin";`);
  }

}
