import { Migration } from '@mikro-orm/migrations';

export class Migration20261127143250_imports_know_when_they_were_touched extends Migration {

  override name = 'Migration20261127143250_imports_know_when_they_were_touched';

  override up(): void | Promise<void> {
    this.addSql(`alter table "import_batch" add "touched_at" timestamptz(3) null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "import_batch" drop column "touched_at";`);
  }

}
