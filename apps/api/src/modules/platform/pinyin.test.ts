import { expect, it } from "vitest";
import { pinyinPattern } from "./pinyin.ts";

const reads = (name: string, text: string): boolean => {
  const pattern = pinyinPattern(text);
  return pattern !== undefined && new RegExp(pattern).test(name);
};

it.each([
  ["周启明", "zqm"],
  ["周启明", "zhouqiming"],
  ["周启明", "Zhou Qi'ming"],
  ["周启明", "qiming"],
  ["吕玥", "lvyue"],
  ["吕玥", "lüyue"],
  ["单雄", "shanxiong"],
  ["单雄", "danxiong"],
  ["西安总厂", "xian"],
  ["先锋", "xian"],
])("%s is read by %s", (name, text) => {
  expect(reads(name, text)).toBe(true);
});

it("is no other name's letters, and no pattern at all for codes and other scripts", () => {
  expect(reads("周启明", "zqn")).toBe(false);
  expect(reads("周启明", "zhouming")).toBe(false);
  for (const text of ["z", "R201", "zq-m", "周", "[a]", "xyzxyzxyz", ""]) expect(pinyinPattern(text)).toBeUndefined();
});
