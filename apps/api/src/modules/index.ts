import type { Area } from "../kernel/behaviour.ts";
import { distributionArea } from "./distribution/index.ts";
import { documentArea } from "./document/index.ts";
import { governanceArea } from "./governance/index.ts";
import { insightArea } from "./insight/index.ts";
import { inventoryArea } from "./inventory/index.ts";
import { labelArea } from "./label/index.ts";
import { masterArea } from "./master/index.ts";
import { platformArea } from "./platform/index.ts";
import { procurementArea } from "./procurement/index.ts";
import { productionArea } from "./production/index.ts";
import { qualityArea } from "./quality/index.ts";

/** The areas, lowest first; their conditions are asked in this order. */
export const areaList: readonly Area[] = [
  platformArea,
  documentArea,
  masterArea,
  inventoryArea,
  labelArea,
  qualityArea,
  procurementArea,
  productionArea,
  distributionArea,
  governanceArea,
  insightArea,
];
