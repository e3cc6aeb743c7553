import { Migration } from '@mikro-orm/migrations';

export class Migration20261127225803_inspect_labels extends Migration {

  override name = 'Migration20261127225803_inspect_labels';

  override up(): void | Promise<void> {
    this.addSql(`alter table "inspector_access_area" drop constraint "inspector_access_area_area_check";`);
    this.addSql(`alter table "inspector_access_area" add constraint "inspector_access_area_area_check" check (area in ('platform', 'document', 'master', 'inventory', 'quality', 'procurement', 'label', 'production', 'distribution', 'governance'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "inspector_access_area" drop constraint "inspector_access_area_area_check";`);
    this.addSql(`alter table "inspector_access_area" add constraint "inspector_access_area_area_check" check (area in ('platform', 'document', 'master', 'inventory', 'quality', 'procurement', 'production', 'distribution', 'governance'));`);
  }

}
