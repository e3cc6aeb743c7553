/** An example by which a template is drawn before there is a job: as long as such values usually are. */
import { expiryOf, type Ground, type Particulars } from "../ground.ts";

export function exampleOf(ground: Ground): Particulars {
  const madeOn = ground.on;
  const [year, month] = [madeOn.slice(2, 4), madeOn.slice(5, 7)];
  return {
    lotNumber: `LOT${year}${month}A`,
    madeOn,
    expiresOn: expiryOf(ground, madeOn),
    serial: ground.item.serialTracked ? `SN${year}${month}0001` : null,
  };
}
