/** Everything that can be done with a column, by keyboard too (WCAG 2.5.7): Alt+↓ on its header opens it. */
import type { SortKey } from "@lotline/schema";
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../lang.tsx";
import type { ShownColumn } from "./useGridTable.ts";

export type ColumnVerb =
  | "sortUp"
  | "sortDown"
  | "sortAdd"
  | "sortOff"
  | "pin"
  | "unpin"
  | "left"
  | "right"
  | "wider"
  | "narrower"
  | "fit"
  | "hide"
  | "group"
  | "ungroup";

interface Props {
  column: ShownColumn;
  sort: readonly SortKey[];
  grouped: readonly string[];
  groupable: readonly string[];
  onVerb: (column: string, verb: ColumnVerb) => void;
  onClose: () => void;
  /** The button it belongs to. */
  children: ReactNode;
}

// What one wants to press several times keeps the menu open.
const stays: readonly ColumnVerb[] = ["left", "right", "wider", "narrower"];

export default function ColumnMenu({ column, sort, grouped, groupable, onVerb, onClose, children }: Props) {
  const { t, say } = useWords();
  const { id, label, sortable } = column.spec;
  const is = (by: string) => by === id || by.startsWith(`${id}:`);
  const name = { label: say(label) };
  const item = (verb: ColumnVerb, word: string) => (
    <Menu.Item key={verb} closeMenuOnClick={!stays.includes(verb)} onClick={() => onVerb(id, verb)}>
      {word}
    </Menu.Item>
  );
  const sorted = sort.some((key) => key.column === id);
  return (
    <Menu opened onChange={(open) => !open && onClose()} position="bottom-end" returnFocus={false} trapFocus>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown aria-label={t("grid.columnMenu", name)} onPointerDown={(event) => event.stopPropagation()}>
        {sortable && (
          <>
            {item("sortUp", t("grid.sortUp"))}
            {item("sortDown", t("grid.sortDown"))}
            {sort.length > 0 && !sorted && item("sortAdd", t("grid.sortAdd"))}
            {sorted && item("sortOff", t("grid.sortOff"))}
            <Menu.Divider />
          </>
        )}
        {column.pinned ? item("unpin", t("grid.unpin")) : item("pin", t("grid.pin"))}
        {item("left", t("grid.left"))}
        {item("right", t("grid.right"))}
        {item("wider", t("grid.wider"))}
        {item("narrower", t("grid.narrower"))}
        {item("fit", t("grid.fit"))}
        {!column.spec.leads && item("hide", t("grid.hide"))}
        {(grouped.some(is) || groupable.some(is)) && <Menu.Divider />}
        {grouped.some(is)
          ? item("ungroup", t("grid.ungroup", name))
          : groupable.some(is) && item("group", t("grid.groupBy", name))}
      </Menu.Dropdown>
    </Menu>
  );
}
