/** What a list is grouped by, up to three levels, the first one outermost. */

import { type AnyRecord, columnField, groupColumns, type ListView, maxGroupings, readGrouping } from "@lotline/schema";
import { IconStack2 } from "@tabler/icons-react";
import { Button } from "../Button.tsx";
import { useWords } from "../lang.tsx";
import { Menu } from "../Popup.tsx";

interface Props {
  record: AnyRecord;
  view: ListView;
  onChange: (view: ListView) => void;
}

export function GroupMenu({ record, view, onChange }: Props) {
  const { t, say } = useWords();
  const { group } = view;
  const toggle = (by: string) =>
    onChange({ ...view, group: group.includes(by) ? group.filter((other) => other !== by) : [...group, by] });
  const word = (by: string) => {
    const grouping = readGrouping(by);
    const label = grouping && columnField(record, grouping.column)?.label;
    if (!label) return by;
    return grouping.period ? t("group.month", { column: say(label) }) : say(label);
  };
  return (
    <Menu
      position="bottom-end"
      width={260}
      closeOnItemClick={false}
      target={
        <Button look="quiet" icon={IconStack2}>
          {group.length > 0 ? t("group.by", { columns: group.map(word).join(" › ") }) : t("group.none")}
        </Button>
      }
    >
      {({ Item, CheckboxItem, Divider }) => (
        <>
          {groupColumns(record).map((by) => {
            const level = group.indexOf(by) + 1;
            return (
              <CheckboxItem
                key={by}
                checked={level > 0}
                disabled={level === 0 && group.length >= maxGroupings}
                rightSection={level > 0 ? level : undefined}
                onChange={() => toggle(by)}
              >
                {word(by)}
              </CheckboxItem>
            );
          })}
          <Divider />
          <Item disabled={group.length === 0} onClick={() => onChange({ ...view, group: [] })}>
            {t("group.clear")}
          </Item>
        </>
      )}
    </Menu>
  );
}
