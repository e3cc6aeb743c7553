/** What shipments have of their own: the page, and the line below its head. */
import type { Row } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { lotCellSelect, RefCell } from "../../shared/cells.tsx";
import { fefoSelect } from "../../shared/fefo-select.ts";

function ShipmentSubtitle({ row }: { row: Row }) {
  return (
    <>
      {row.customer !== null && (
        <>
          <RefCell to="Customer" value={row.customer} />
          {" · "}
        </>
      )}
      <RefCell to="SalesOrder" value={row.salesOrder} nameless />
    </>
  );
}

const shipmentSelect = `customer { id number title { en zh } address contact } salesOrder { id number title { en zh } customerReference }
  lines { id lot { ${lotCellSelect} } } proposal { ${fefoSelect} }`;

export const shipmentFeature: RecordFeature = {
  layout: () => import("./ShipmentLayout.tsx"),
  select: shipmentSelect,
  subtitle: ShipmentSubtitle,
};
