/** Mantine's menu and popover at a button that was there before them. */
import { Menu, Popover } from "@mantine/core";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useState } from "react";
import type { FrameProps } from "./Popup.tsx";

/** What the entries of a menu are made of. */
export type MenuParts = Pick<typeof Menu, "Item" | "CheckboxItem" | "Label" | "Divider">;

interface MenuFrameProps extends FrameProps {
  closeOnItemClick: boolean;
  children: (parts: MenuParts) => ReactNode;
}

export function MenuFrame({ id, at, open, onOpen, children, ...rest }: MenuFrameProps) {
  const opened = useOpened(open);
  return (
    <Menu position="bottom-start" {...rest} id={id} opened={opened} onChange={onOpen}>
      <Menu.Target refProp="place">
        <Button at={at} />
      </Menu.Target>
      <Menu.Dropdown>{children(Menu)}</Menu.Dropdown>
    </Menu>
  );
}

interface PopoverFrameProps extends FrameProps {
  label: string;
  returnFocus: boolean;
  children: (close: () => void) => ReactNode;
}

export function PopoverFrame({ id, at, open, onOpen, label, children, ...rest }: PopoverFrameProps) {
  const opened = useOpened(open);
  return (
    <Popover position="bottom-start" {...rest} id={id} opened={opened} onChange={onOpen} trapFocus>
      <Popover.Target refProp="place">
        <Button at={at} />
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>{children(() => onOpen(false))}</Popover.Dropdown>
    </Popover>
  );
}

/** Stands for the button where Mantine wants it as a child. */
function Button({ at, place }: { at: RefObject<HTMLElement | null>; place?: (button: HTMLElement | null) => void }) {
  useLayoutEffect(() => {
    place?.(at.current);
    return () => place?.(null);
  }, [at, place]);
  return null;
}

// What is open from the beginning would not know where the focus came from.
function useOpened(open: boolean): boolean {
  const [isThere, setThere] = useState(false);
  useEffect(() => setThere(true), []);
  return open && isThere;
}
