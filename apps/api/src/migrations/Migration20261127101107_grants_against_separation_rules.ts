import { Migration } from '@mikro-orm/migrations';

export class Migration20261127101107_grants_against_separation_rules extends Migration {

  override name = 'Migration20261127101107_grants_against_separation_rules';

  override up(): void | Promise<void> {
    this.addSql(`alter table "role_grant" add "is_override" boolean not null default false, add "mitigation_reviewed_at" timestamptz(3) null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "role_grant" drop column "is_override", drop column "mitigation_reviewed_at";`);
  }

}
