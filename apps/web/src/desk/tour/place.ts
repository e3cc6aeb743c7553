/** Where the card of a tour stands: below its control, else above, else beside, never off the window and never far from it. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const card = { width: 340, height: 190, gap: 12, margin: 12, foot: 44 } as const;

/** @param view the size of the window; all in pixels */
export function cardPlace(
  rect: Rect | undefined,
  view: { readonly width: number; readonly height: number },
): { readonly left: number; readonly top: number; readonly width: number } {
  const { width, height, gap, margin, foot } = card;
  const bottom = view.height - foot;
  const right = view.width - width - margin;
  if (!rect) return { left: right, top: bottom - height - margin, width };
  const left = Math.max(margin, Math.min(right, rect.left));
  const below = rect.top + rect.height + gap;
  if (below + height <= bottom) return { left, top: below, width };
  const above = rect.top - gap - height;
  if (above >= 44) return { left, top: above, width };
  // A tall control: beside it, or over its far corner.
  const beside = rect.left - gap - width;
  if (beside >= margin) return { left: beside, top: Math.max(56, rect.top), width };
  const after = rect.left + rect.width + gap;
  return { left: after <= right ? after : right, top: bottom - height - margin, width };
}
