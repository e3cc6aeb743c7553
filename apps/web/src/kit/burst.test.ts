import { expect, it } from "vitest";
import { Burst, scanGapMs } from "./burst.ts";

/** A burst on a clock that the test moves. */
function stage() {
  let now = 0;
  let due: { at: number; run: () => void } | undefined;
  const done: string[] = [];
  const burst = new Burst({
    set: (run, ms) => {
      due = { at: now + ms, run };
      return due;
    },
    clear: (timer) => {
      if (timer === due) due = undefined;
    },
  });
  const wait = (ms: number) => {
    now += ms;
    if (due && now >= due.at) due.run();
  };
  const press = (text: string, gap: number) => {
    for (const letter of text) {
      burst.hold(() => done.push(letter));
      wait(gap);
    }
  };
  return { burst, done, wait, press };
}

it("a letter takes effect a moment after it was pressed, and letters of a fast hand in their order [U15]", () => {
  const { done, press, wait } = stage();
  press("r", scanGapMs - 1);
  expect(done).toEqual([]);
  wait(10);
  expect(done).toEqual(["r"]);
  press("jjj", 4);
  wait(60);
  expect(done).toEqual(["r", "j", "j", "j"]);
});

it("a code takes no effect, with Enter behind it or without [U15]", () => {
  const { burst, done, press, wait } = stage();
  press("r201-2607", 5);
  burst.settle();
  press("is2607a", 5);
  wait(100);
  expect(done).toEqual([]);
});

it("a key with a name takes the letters before it first", () => {
  const { burst, done, press } = stage();
  press("g", 5);
  burst.settle();
  expect(done).toEqual(["g"]);
});
