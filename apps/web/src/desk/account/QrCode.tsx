/** A QR code as a picture of one path, made in the browser: the secret in it goes nowhere else. */
import { encode } from "uqr";

const quiet = 4;

export function QrCode({ text, name, size = 184 }: { text: string; name: string; size?: number }) {
  const { data, size: modules } = encode(text, { border: 0, ecc: "M" });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  const side = modules + 2 * quiet;
  return (
    // Black on white in both schemes: cameras need it so.
    <svg
      role="img"
      aria-label={name}
      width={size}
      height={size}
      viewBox={`${-quiet} ${-quiet} ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <rect x={-quiet} y={-quiet} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
