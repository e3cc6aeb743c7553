/** The form of a site: its time zone is one of the IANA list, with what it is ahead of UTC today. */
import { type Enumeration, enumeration, type Label, registry } from "@lotline/schema";
import { useMemo } from "react";
import { useNow } from "../../../kit/clock.tsx";
import { textOf } from "../../../kit/data/row.ts";
import { FieldInput } from "../../../kit/field/FieldInput.tsx";
import { FormField } from "../../../kit/form/FormField.tsx";
import kit from "../../../kit/form/form.module.css";
import type { RecordFormProps } from "../../../kit/form/types.ts";
import { formFields } from "../../../kit/form/values.ts";
import { inZone } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";

/** Every zone that the browser knows; the server asks its own list again. */
function zonesAt(day: string): Enumeration {
  const zones = Intl.supportedValuesOf("timeZone").map((zone): [string, Label] => {
    const text = `${zone} ${inZone(`${day}T12:00:00Z`, zone)?.offset ?? ""}`;
    return [zone, { en: text, zh: text }];
  });
  return enumeration("TimeZone", Object.fromEntries(zones));
}

export default function SiteForm({ form }: RecordFormProps) {
  const { say } = useWords();
  const day = new Date(useNow(3_600_000)).toISOString().slice(0, 10);
  const zones = useMemo(() => zonesAt(day), [day]);
  const issue = form.issue("zone");
  return (
    <div className={kit.fields}>
      {formFields(form.record, form.mode).map(([name], index) => (
        <div key={name} data-wide={name === "address" || undefined}>
          {name === "zone" && form.mode === "create" ? (
            <FieldInput
              field={{ kind: "choice", of: zones, label: registry.Site.fields.zone.label }}
              value={textOf(form.state.values.zone)}
              onChange={(zone) => form.set("zone", zone)}
              onLeave={() => form.leave("zone")}
              error={issue && say(issue)}
            />
          ) : (
            <FormField form={form} name={name} autoFocus={index === 0} />
          )}
        </div>
      ))}
    </div>
  );
}
