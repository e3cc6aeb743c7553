import { Migration } from '@mikro-orm/migrations';

export class Migration20261127002352_inspected_again extends Migration {

  override name = 'Migration20261127002352_inspected_again';

  override up(): void | Promise<void> {
    this.addSql(`alter table "master_change" drop constraint "master_change_record_type_check";`);
    this.addSql(`alter table "master_change" add constraint "master_change_record_type_check" check (record_type in ('Item', 'Unit', 'Location', 'Supplier', 'Customer', 'Site', 'DefectCode'));`);

    this.addSql(`alter table "inspection" drop constraint "inspection_origin_check";`);
    this.addSql(`alter table "inspection" add constraint "inspection_origin_check" check (origin in ('received', 'again', 'made'));`);
    // Inspections of lots that had been inspected before, or that were split from such; the trail says who marked them and why.
    this.addSql(`select set_config('app.actor', '1', true), set_config('app.source', 'migration', true), set_config('app.operation', 'markAgain', true), set_config('app.reason', 'inspected before', true);`);
    this.addSql(`
      with recursive source (lot, from_id) as (
        select distinct lot_id, lot_id from "inspection" where origin = 'received'
        union select s.lot, e.src_id from source s join "lot_edge" e on e.dst_id = s.from_id
      )
      update "inspection" i set "origin" = 'again' where origin = 'received' and exists (
        select from source s join "inspection" e on e.lot_id = s.from_id
        where s.lot = i.lot_id and e.id < i.id and e.state = 'concluded'
      );`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "inspection" drop constraint "inspection_origin_check";`);
    this.addSql(`select set_config('app.actor', '1', true), set_config('app.source', 'migration', true), set_config('app.operation', 'markAgain', true), set_config('app.reason', 'inspected before', true);`);
    this.addSql(`update "inspection" set "origin" = 'received' where origin = 'again';`);
    this.addSql(`alter table "inspection" add constraint "inspection_origin_check" check (origin in ('received', 'made'));`);

    this.addSql(`alter table "master_change" drop constraint "master_change_record_type_check";`);
    this.addSql(`alter table "master_change" add constraint "master_change_record_type_check" check (record_type in ('Item', 'Unit', 'Location', 'Supplier', 'Customer', 'Site'));`);
  }

}
