import { Migration } from '@mikro-orm/migrations';

export class Migration20261128000043_customer_market extends Migration {

  override name = 'Migration20261128000043_customer_market';

  override up(): void | Promise<void> {
    this.addSql(`alter table "customer" add "market" text null;`);
    this.addSql(`alter table "customer" add constraint "customer_market_check" check (market in ('CN', 'US', 'EU', 'OTHER'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "customer" drop constraint "customer_market_check";`);
    this.addSql(`alter table "customer" drop column "market";`);
  }

}
