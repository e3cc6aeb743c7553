/** What a dialog is made of; loaded with the first one that is opened. */
import { Modal } from "@mantine/core";
import type { DialogProps } from "./Dialog.tsx";
import css from "./dialog.module.css";

export default function DialogFrame({
  name,
  open = true,
  onClose,
  size = 520,
  closeOnClickOutside = false,
  closeOnEscape = true,
  signs = false,
  covers = false,
  children,
}: DialogProps) {
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
