import { Migration } from '@mikro-orm/migrations';

export class Migration20261126162106_storage_class_of_locations_and_item_revisions extends Migration {

  override name = 'Migration20261126162106_storage_class_of_locations_and_item_revisions';

  override up(): void | Promise<void> {
    this.addSql(`alter table "location" add "storage_class" text null, add "storage_min" numeric(18,1) null, add "storage_max" numeric(18,1) null;`);
    this.addSql(`alter table "location" add constraint "location_storage_class_check" check (storage_class in ('ambient', 'cool', 'cold', 'frozen', 'flammable', 'esd'));`);

    this.addSql(`alter table "item_revision" add "storage_class" text null, add "storage_min" numeric(18,1) null, add "storage_max" numeric(18,1) null;`);
    this.addSql(`alter table "item_revision" add constraint "item_revision_storage_class_check" check (storage_class in ('ambient', 'cool', 'cold', 'frozen', 'flammable', 'esd'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "item_revision" drop constraint "item_revision_storage_class_check";`);
    this.addSql(`alter table "item_revision" drop column "storage_class", drop column "storage_min", drop column "storage_max";`);

    this.addSql(`alter table "location" drop constraint "location_storage_class_check";`);
    this.addSql(`alter table "location" drop column "storage_class", drop column "storage_min", drop column "storage_max";`);
  }

}
