/** A box for a day of a filter, typed as YYYY-MM-DD; asked for when it is left or Enter is pressed. */
import { isDate } from "@lotline/schema";
import { TextInput } from "@mantine/core";
import { useState } from "react";

export function DayBox({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  const [typed, setTyped] = useState(value);
  const isWrong = typed !== "" && !isDate(typed);
  const put = () => {
    if (!isWrong && typed !== value) onChange(typed);
  };
  return (
    <TextInput
      label={label}
      placeholder="YYYY-MM-DD"
      value={typed}
      error={isWrong}
      onChange={(event) => setTyped(event.currentTarget.value.trim())}
      onBlur={put}
      onKeyDown={(event) => event.key === "Enter" && put()}
    />
  );
}
