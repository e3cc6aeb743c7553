import { permits, registry } from "@lotline/schema";
import { checkRegistry } from "@lotline/schema/registry-check";
import type { Area, Behaviour, Condition } from "./behaviour.ts";
import type { SigningKey } from "./sign.ts";

/** The areas as one: looked up by the kernel, filled once at start, in the fixed order of the areas. */
export class House {
  readonly areas: readonly Area[];
  readonly key: SigningKey;
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #conditions = new Map<string, Condition[]>();
  readonly #publicKeys: () => readonly string[];

  constructor(areas: readonly Area[], key: SigningKey, publicKeys: readonly string[] | (() => readonly string[])) {
    checkRegistry(registry, permits);
    this.areas = areas;
    this.key = key;
    this.#publicKeys = typeof publicKeys === "function" ? publicKeys : () => publicKeys;
    for (const area of areas) {
      for (const behaviour of area.behaviours) {
        if (this.#behaviours.has(behaviour.record)) throw new Error(`${behaviour.record} has two behaviours`);
        this.#behaviours.set(behaviour.record, behaviour);
      }
      for (const condition of area.conditions)
        this.#conditions.set(condition.gate, [...(this.#conditions.get(condition.gate) ?? []), condition]);
    }
  }

  /** Public keys (PEM), old ones included, by which signatures are verified; asked anew each time, for keys are rotated. */
  get publicKeys(): readonly string[] {
    return this.#publicKeys();
  }

  behaviour(record: string): Behaviour | undefined {
    return this.#behaviours.get(record);
  }

  conditions(gate: string): readonly Condition[] {
    return this.#conditions.get(gate) ?? [];
  }
}
