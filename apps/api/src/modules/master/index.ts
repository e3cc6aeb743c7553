/** Items, their dated revisions, suppliers, customers, licences, equipment, sites: the public face of the area. */
import type { Area } from "../../kernel/behaviour.ts";
import { bomAcyclic, bomComplete } from "./bom/gates.ts";
import { bomBehaviour } from "./bom/index.ts";
import { deviceCertificate, deviceDiAnswered, deviceProduction } from "./device-record/gates.ts";
import { deviceRecordBehaviour } from "./device-record/index.ts";
import { DeviceFiles } from "./device-record/read-back-resolver.ts";
import { DeviceStandings, deviceColumns } from "./device-record/resolver.ts";
import { calibrated } from "./equipment/gates.ts";
import { equipmentBehaviour } from "./equipment/index.ts";
import { planComplete, planSkillInUse } from "./inspection-plan/gates.ts";
import { inspectionPlanBehaviour } from "./inspection-plan/index.ts";
import { planSampling } from "./inspection-plan/sampling.ts";
import { planSkipLot } from "./inspection-plan/skip-lot.ts";
import { itemRevisionBehaviour } from "./item-revision/index.ts";
import { licenceColumns } from "./licence/columns.ts";
import { licenceBehaviour } from "./licence/index.ts";
import { CustomerLicences, LicenceValidity, SupplierLicences } from "./licence/resolver.ts";
import { licenceConsumers } from "./licence/warning.ts";
import { changeFits } from "./master-change/gates.ts";
import { masterChangeBehaviour } from "./master-change/index.ts";
import { masterReviews } from "./review.ts";
import { siteBehaviour } from "./site/index.ts";
import { locationBehaviour } from "./storage/index.ts";
import { supplierItemBehaviour } from "./supplier-item/index.ts";
import { unitBehaviour } from "./unit/index.ts";
import { unitConversionBehaviour } from "./unit-conversion/index.ts";

export { itemsOfDi } from "./device-identifier/items.ts";
export { engineAgencies } from "./device-record/identifiers.ts";
export { type Published, publishedFor } from "./device-record/market.ts";
export { type PackLevelFact, packLevelsOf } from "./device-record/pack-levels.ts";
export { deviceFileRoutes } from "./device-record/routes.ts";
export { type EquipmentFact, equipmentAt, equipmentOf, equipmentReasons, rangeReasons } from "./equipment/fit.ts";
export { confirmedTables } from "./inspection-plan/sampling.ts";
export { lotNumberOf } from "./item/lot-number.ts";
export { blockedReasons, sourceReasons } from "./item/reasons.ts";
export { lastGoodDay } from "./item-revision/shelf-life.ts";
export { licenceReasons, licencesOf, scopeReasons } from "./licence/reasons.ts";
export { type Registrable, registrationReasons, registrationsOf } from "./licence/registration.ts";
export { inForce, inForceKey, inForceOf } from "./revision/in-force.ts";
export { comesIntoForce, numberedAfter } from "./revision/index.ts";
export { companyDay, dayAt, laterOf, siteDay, siteDays } from "./site/days.ts";
export { approvalOn, approvalReasons, approvalsOf, approvedStates } from "./supplier-item/approved.ts";
export { trimmed, unitReasons } from "./unit/whole.ts";
export {
  type Conversion,
  conversionReasons,
  conversionsOf,
  inItemUnit,
  type UnitFact,
} from "./unit-conversion/convert.ts";

export const masterArea: Area = {
  name: "master",
  behaviours: [
    siteBehaviour,
    locationBehaviour,
    unitBehaviour,
    unitConversionBehaviour,
    itemRevisionBehaviour,
    inspectionPlanBehaviour,
    bomBehaviour,
    supplierItemBehaviour,
    licenceBehaviour,
    equipmentBehaviour,
    masterChangeBehaviour,
    deviceRecordBehaviour,
  ],
  columns: [...licenceColumns, ...deviceColumns],
  reviews: masterReviews,
  resolvers: [SupplierLicences, CustomerLicences, LicenceValidity, DeviceStandings, DeviceFiles],
  consumers: licenceConsumers,
  conditions: [
    planComplete,
    planSampling,
    planSkillInUse,
    planSkipLot,
    bomComplete,
    bomAcyclic,
    calibrated,
    changeFits,
    deviceDiAnswered,
    deviceProduction,
    deviceCertificate,
  ],
};
