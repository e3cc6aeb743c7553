/** A dialog over the page: named, focus kept inside and given back, Esc closes; the page behind stays readable under the scrim. */
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import css from "./dialog.module.css";

interface Props {
  /** Spoken name. */
  name: string;
  open?: boolean;
  onClose: () => void;
  size?: number;
  /** A click beside it closes it; not where text would be lost. */
  closeOnClickOutside?: boolean;
  closeOnEscape?: boolean;
  /** The double rule: this signs. */
  signs?: boolean;
  /** Nothing behind may be read. */
  covers?: boolean;
  children: ReactNode;
}

export function Dialog({
  name,
  open = true,
  onClose,
  size = 520,
  closeOnClickOutside = false,
  closeOnEscape = true,
  signs = false,
  covers = false,
  children,
}: Props) {
  return (
    <Modal.Root
      opened={open}
      onClose={onClose}
      size={size}
      closeOnClickOutside={closeOnClickOutside}
      closeOnEscape={closeOnEscape}
      classNames={{ content: signs ? css.signs : css.content, overlay: covers ? css.cover : css.scrim }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={name}>{children}</Modal.Content>
    </Modal.Root>
  );
}
