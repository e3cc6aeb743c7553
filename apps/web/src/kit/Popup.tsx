/** What opens at a button: a menu, or a small dialog. The button is there at once; what draws the rest is loaded when it is wanted. */
import { cloneElement, lazy, type ReactElement, type ReactNode, type RefObject, Suspense, useId, useRef, useState } from "react";
import type { MenuParts } from "./PopupFrame.tsx";

const load = () => import("./PopupFrame.tsx");
const MenuFrame = lazy(() => load().then(({ MenuFrame: component }) => ({ default: component })));
const PopoverFrame = lazy(() => load().then(({ PopoverFrame: component }) => ({ default: component })));

interface TargetProps {
  ref?: RefObject<HTMLButtonElement | null>;
  id?: string;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-expanded"?: boolean;
  "aria-controls"?: string | undefined;
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
}

interface Props {
  /** The button. */
  target: ReactElement<TargetProps>;
  /** Below the button, at its left end where nothing is said. */
  position?: "bottom-end";
  width?: number;
}

/** What a frame is told by the button that it belongs to. */
export interface FrameProps extends Omit<Props, "target"> {
  id: string;
  at: RefObject<HTMLElement | null>;
  open: boolean;
  onOpen: (open: boolean) => void;
}

interface MenuProps extends Props {
  /** A choice closes it; not where several are made in a row. */
  closeOnItemClick?: boolean;
  onClose?: () => void;
  /** Its entries, made of the parts that a menu has. */
  children: (parts: MenuParts) => ReactNode;
}

/** A button with a menu. */
export function Menu({ target, children, onClose, closeOnItemClick = true, ...rest }: MenuProps) {
  const [open, setOpen] = useState(false);
  const onOpen = (next: boolean) => {
    setOpen(next);
    if (!next) onClose?.();
  };
  return (
    <Opening target={target} opens="menu" open={open} onOpen={onOpen}>
      {(frame) => (
        <MenuFrame {...rest} {...frame} closeOnItemClick={closeOnItemClick}>
          {children}
        </MenuFrame>
      )}
    </Opening>
  );
}

interface PopoverProps extends Props {
  /** Spoken name of the dialog. */
  label: string;
  /** Given where the page decides too whether it is open. */
  open?: boolean;
  onOpen?: (open: boolean) => void;
  /** The button has the focus again when it closes; not where something else takes it. */
  returnFocus?: boolean;
  children: (close: () => void) => ReactNode;
}

/** A button with a small dialog: the focus is kept inside, Esc and a press beside it close. */
export function Popover({ target, open: given, onOpen: tell, returnFocus = true, children, ...rest }: PopoverProps) {
  const [own, setOwn] = useState(false);
  const open = given ?? own;
  const onOpen = (next: boolean) => {
    setOwn(next);
    tell?.(next);
  };
  return (
    <Opening target={target} opens="dialog" open={open} onOpen={onOpen}>
      {(frame) => (
        <PopoverFrame {...rest} {...frame} returnFocus={returnFocus}>
          {children}
        </PopoverFrame>
      )}
    </Opening>
  );
}

interface OpeningProps extends Pick<FrameProps, "open" | "onOpen"> {
  target: Props["target"];
  opens: "menu" | "dialog";
  children: (frame: FrameProps) => ReactNode;
}

// Whoever comes near the button is about to press it.
const prepare = () => void load().catch(() => undefined);

function Opening({ target, opens, open, onOpen, children }: OpeningProps) {
  const id = useId();
  const at = useRef<HTMLButtonElement>(null);
  const wanted = useRef(false);
  // Once opened it stays beside its button: it gives the focus back when it closes.
  wanted.current ||= open;
  return (
    <>
      {cloneElement(target, {
        ref: at,
        id,
        "aria-haspopup": opens,
        "aria-expanded": open,
        "aria-controls": open ? `${id}-dropdown` : undefined,
        onClick: () => onOpen(!open),
        onPointerEnter: prepare,
        onFocus: prepare,
      })}
      {wanted.current && <Suspense>{children({ id, at, open, onOpen })}</Suspense>}
    </>
  );
}
