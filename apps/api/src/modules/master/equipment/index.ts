import type { New } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import { siteDay } from "../site/days.ts";
import { dueAfter } from "./due.ts";

type Ranged = Partial<Pick<New<"Equipment">, "rangeFrom" | "rangeTo" | "rangeUnit">>;

function requireRange({ rangeFrom, rangeTo, rangeUnit }: Ranged): void {
  const wrong = (path: string, code: string, en: string, zh: string) => invalid({ path, code, text: { en, zh } });
  if (rangeFrom && rangeTo && new Decimal(rangeFrom).greaterThanOrEqualTo(rangeTo))
    throw wrong("rangeTo", "order", "The range must end above where it begins.", "量程上限须大于下限。");
  if ((rangeFrom || rangeTo) && !rangeUnit) throw wrong("rangeUnit", "required", "A range has a unit.", "量程须注明单位。");
}

/** Equipment: a calibration is kept with its certificate and moves the due date; found out of tolerance, it locks. */
export const equipmentBehaviour = behaviour({
  record: "Equipment",
  beforeCreate: async (_tx, given) => requireRange(given),
  beforeEdit: async (_tx, equipment, changes) => requireRange({ ...equipment, ...changes }),
  actions: {
    calibrate: {
      effect: async (tx, equipment, { calibratedOn, certificate, asFound, note }) => {
        const wrong = (path: string, code: string, en: string, zh: string) => invalid({ path, code, text: { en, zh } });
        if (equipment.calibrationMonths === null)
          throw wrong("calibratedOn", "interval", "Give it a calibration interval first.", "请先设定校准周期。");
        if (calibratedOn > (await siteDay(tx, equipment.site)))
          throw wrong("calibratedOn", "future", "A calibration is recorded after it was done.", "校准日期不得晚于今天。");
        if (equipment.lastCalibratedOn !== null && calibratedOn < equipment.lastCalibratedOn)
          throw wrong(
            "calibratedOn",
            "order",
            `The last calibration on record is of ${equipment.lastCalibratedOn}.`,
            `已登记的上次校准日期为 ${equipment.lastCalibratedOn}。`,
          );
        const before = await tx.lines("Equipment", "calibrations", equipment);
        const dueOn = dueAfter(calibratedOn, equipment.calibrationMonths);
        tx.addLine("Equipment", "calibrations", equipment, before.length + 1, {
          calibratedOn,
          dueOn,
          certificate,
          asFound,
          note: note ?? null,
          recordedBy: tx.actor.id,
        });
        tx.update("Equipment", equipment, { lastCalibratedOn: calibratedOn, calibrationDueOn: dueOn });
        await tx.flush();
        await tx.act("Equipment", equipment.id, asFound === "outOfTolerance" ? "foundOut" : "awaitApproval", {});
      },
    },
  },
});
