import { registry } from "@lotline/schema";
import { describe, expect, it } from "vitest";
import { contentOf } from "./content.ts";

const part = (values: object) => ({ key: JSON.stringify(values), values: values as never });

describe("what a label's form sends for its preview", () => {
  it("leaves out empty boxes and parts that have no place yet; a flag that was not touched is no", () => {
    const content = contentOf({
      record: registry.LabelTemplate,
      row: undefined,
      state: {
        values: {
          widthMm: "60",
          heightMm: "50",
          language: "both",
          carriesLot: true,
          revision: "B",
          changeReason: "why",
          linkHost: "",
        },
        lines: {
          parts: [
            part({ kind: "text", x: "1", y: "2", width: "30", height: "5", textEn: "{lot}", textZh: "" }),
            part({ kind: "text", x: "1" }),
            part({}),
          ],
        },
      },
    });
    expect(content).toEqual({
      ...{ widthMm: "60", heightMm: "50", language: "both" },
      ...{ carriesLot: true, carriesSerial: false, carriesMadeOn: false, carriesExpiresOn: false },
      parts: [{ kind: "text", x: "1", y: "2", width: "30", height: "5", textEn: "{lot}", isBold: false }],
    });
  });
});
