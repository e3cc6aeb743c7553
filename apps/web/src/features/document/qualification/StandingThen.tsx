/** Who was qualified for what at the moment of the page's "as of". */
import type { PastProps } from "../../../kit/feature.tsx";
import { Standings } from "./Standings.tsx";

export default function StandingThen({ name, id, at }: PastProps) {
  return <Standings of={name === "Person" ? "person" : "skill"} id={id} at={at} />;
}
