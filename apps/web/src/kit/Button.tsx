/** Buttons: one filled per screen, the rest outlines; a double rule where pressing means signing; refused ones keep their reasons. */

import { Link, type LinkComponentProps } from "@tanstack/react-router";
import type { ButtonHTMLAttributes, ComponentType, MouseEvent, ReactNode, Ref } from "react";
import css from "./button.module.css";
import { useWords } from "./lang.tsx";
import { StatusGlyph } from "./mark/StatusGlyph.tsx";

type Look = "outline" | "primary" | "quiet" | "sign" | "signPrimary" | "danger";
type Icon = ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: boolean }>;

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  icon?: Icon;
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
  children?: ReactNode;
}

// A press takes the focus from the box it is in, whose complaint then appears and moves the button away from under the pointer.
const keepFocus = (event: MouseEvent): void => event.preventDefault();

export function Button({ look = "outline", icon: IconOf, busy = false, children, className, ...rest }: Props) {
  return (
    <button
      type="button"
      {...(rest.type === "submit" ? { onMouseDown: keepFocus } : {})}
      {...rest}
      className={[css.button, className].filter(Boolean).join(" ")}
      data-look={look}
      aria-busy={busy || undefined}
      disabled={rest.disabled || busy}
    >
      {IconOf && <IconOf size={15} stroke={1.6} aria-hidden />}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  look = "outline",
  icon: IconOf,
  children,
  ...rest
}: LinkComponentProps & { look?: Look; icon?: Icon }) {
  return (
    <Link {...rest} className={css.button} data-look={look}>
      {IconOf && <IconOf size={15} stroke={1.6} aria-hidden />}
      {typeof children === "function" ? null : children}
    </Link>
  );
}

/** A button that is only an icon; its name is spoken and shown as a hint. */
export function IconButton({
  icon: IconOf,
  name,
  className,
  ...rest
}: Omit<Props, "children" | "icon" | "look"> & { icon: Icon; name: string }) {
  return (
    <button type="button" title={name} aria-label={name} {...rest} className={[css.icon, className].filter(Boolean).join(" ")}>
      <IconOf size={18} stroke={1.6} aria-hidden />
    </button>
  );
}

interface RefusedProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The name of the action. */
  action: string;
  reasons: number;
  /** Its reasons are open below. */
  open?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** An action that may not happen now: visible, with padlock and the number of reasons; pressing it opens them. */
export function RefusedAction({ action, reasons, open = false, ...rest }: RefusedProps) {
  const { t } = useWords();
  return (
    <button type="button" {...rest} className={css.button} data-look="refused" data-open={open || undefined} aria-expanded={open}>
      <StatusGlyph name="padlock" tone="ink2" />
      {t("action.refused", { action, n: reasons })}
    </button>
  );
}
