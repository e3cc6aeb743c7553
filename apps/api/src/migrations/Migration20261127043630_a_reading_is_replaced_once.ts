import { Migration } from '@mikro-orm/migrations';

export class Migration20261127043630_a_reading_is_replaced_once extends Migration {

  override name = 'Migration20261127043630_a_reading_is_replaced_once';

  override up(): void | Promise<void> {
    this.addSql(`alter table "reading" add constraint "reading_replaced_once" unique ("replaces_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "reading" drop constraint "reading_replaced_once";`);
  }

}
