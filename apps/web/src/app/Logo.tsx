/** The mark of Lotline: a line, an undecided diamond, a decided circle. */
export function Logo({ width = 44 }: { width?: number }) {
  return (
    <svg
      width={width}
      height={(width * 14) / 44}
      viewBox="0 0 44 14"
      aria-hidden
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
    >
      <path d="M0 7h9M21 7h12" />
      <path d="m15 1.6 5.4 5.4-5.4 5.4L9.6 7z" />
      <circle cx={38} cy={7} r={5.2} fill="currentColor" stroke="none" />
    </svg>
  );
}
