import { Migration } from '@mikro-orm/migrations';

export class Migration20261127140550_open_orders_and_supplier_items_from_the_earlier_system extends Migration {

  override name = 'Migration20261127140550_open_orders_and_supplier_items_from_the_earlier_system';

  override up(): void | Promise<void> {
    this.addSql(`alter table "sales_order" add "legacy_number" text null;`);
    this.addSql(`alter table "sales_order" add constraint "sales_order_legacy_number_unique" unique ("legacy_number");`);
    this.addSql(`alter table "sales_order" add constraint "sales_order_legacy_number_check" check (length(legacy_number) <= 60);`);

    this.addSql(`alter table "purchase_order" add "legacy_number" text null;`);
    this.addSql(`alter table "purchase_order" add constraint "purchase_order_legacy_number_unique" unique ("legacy_number");`);
    this.addSql(`alter table "purchase_order" add constraint "purchase_order_legacy_number_check" check (length(legacy_number) <= 60);`);

    this.addSql(`alter table "supplier_item" drop constraint "supplier_item_state_check";`);
    this.addSql(`alter table "supplier_item" add constraint "supplier_item_state_check" check (state in ('underEvaluation', 'approved', 'reviewDue', 'conditional', 'rejected', 'suspended', 'withdrawn'));`);

    this.addSql(`alter table "sales_order_line" add "legacy_quantity" numeric(18,6) null;`);
    this.addSql(`alter table "sales_order_line" add constraint "sales_order_line_legacy_quantity_check" check (legacy_quantity >= 0);`);

    this.addSql(`alter table "purchase_order_line" add "legacy_quantity" numeric(18,6) null;`);
    this.addSql(`alter table "purchase_order_line" add constraint "purchase_order_line_legacy_quantity_check" check (legacy_quantity >= 0);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "purchase_order" drop constraint "purchase_order_legacy_number_unique";`);
    this.addSql(`alter table "purchase_order" drop constraint "purchase_order_legacy_number_check";`);
    this.addSql(`alter table "purchase_order" drop column "legacy_number";`);

    this.addSql(`alter table "purchase_order_line" drop constraint "purchase_order_line_legacy_quantity_check";`);
    this.addSql(`alter table "purchase_order_line" drop column "legacy_quantity";`);

    this.addSql(`alter table "sales_order" drop constraint "sales_order_legacy_number_unique";`);
    this.addSql(`alter table "sales_order" drop constraint "sales_order_legacy_number_check";`);
    this.addSql(`alter table "sales_order" drop column "legacy_number";`);

    this.addSql(`alter table "sales_order_line" drop constraint "sales_order_line_legacy_quantity_check";`);
    this.addSql(`alter table "sales_order_line" drop column "legacy_quantity";`);

    this.addSql(`alter table "supplier_item" drop constraint "supplier_item_state_check";`);
    this.addSql(`alter table "supplier_item" add constraint "supplier_item_state_check" check (state in ('underEvaluation', 'approved', 'reviewDue', 'conditional', 'rejected', 'suspended'));`);
  }

}
