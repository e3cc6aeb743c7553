import { Migration } from '@mikro-orm/migrations';

export class Migration20261126204643_defect_codes_asked_and_retest_of_one_sample extends Migration {

  override name = 'Migration20261126204643_defect_codes_asked_and_retest_of_one_sample';

  override up(): void | Promise<void> {
    this.addSql(`alter table "defect_code" add "kind" text null;`);
    this.addSql(`alter table "defect_code" add constraint "defect_code_kind_check" check (kind in ('variable', 'attribute'));`);

    this.addSql(`alter table "inspection_plan_characteristic" add "is_coded" boolean not null default false;`);

    this.addSql(`alter table "retest" add "sample" int null;`);
    this.addSql(`alter table "retest" add constraint "retest_sample_check" check ((sample >= 1) and (sample <= 1000000));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "defect_code" drop constraint "defect_code_kind_check";`);
    this.addSql(`alter table "defect_code" drop column "kind";`);

    this.addSql(`alter table "inspection_plan_characteristic" drop column "is_coded";`);

    this.addSql(`alter table "retest" drop constraint "retest_sample_check";`);
    this.addSql(`alter table "retest" drop column "sample";`);
  }

}
