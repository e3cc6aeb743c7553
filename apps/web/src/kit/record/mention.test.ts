import { describe, expect, it } from "vitest";
import { askedName, mentionsIn, partsOf, withName } from "./mention.ts";

const lin = { id: "1", name: { en: "Lin Jing", zh: "林静" } };
const xu = { id: "2", name: { en: "Xu Heng", zh: "许衡" } };

describe("[U17] an @ while typing", () => {
  it("asks for people after a space or at the beginning, by letters of any script, not inside an address", () => {
    expect(askedName("@", 1)).toEqual({ from: 0, search: "" });
    expect(askedName("see @林", 6)).toEqual({ from: 4, search: "林" });
    expect(askedName("请@linj", 6)).toEqual({ from: 1, search: "linj" });
    expect(askedName("请 @linj 看", 7)).toEqual({ from: 2, search: "linj" });
    expect(askedName("qa@firm.cn", 10)).toBeUndefined();
    expect(askedName("@Xu Heng ", 9)).toBeUndefined();
  });
  it("puts the name in its place and the caret behind it", () => {
    expect(withName("请 @linj 看", 7, "林静")).toEqual({ text: "请 @林静 看", caret: 6 });
    expect(withName("no name", 7, "林静")).toEqual({ text: "no name", caret: 7 });
  });
  it("mentions only whose name still stands there", () => {
    expect(mentionsIn("@林静 please, and @Xu Heng", [lin, xu])).toEqual(["1", "2"]);
    expect(mentionsIn("@Xu", [lin, xu])).toEqual([]);
    expect(partsOf("请@林静看 @Xu Heng.", [lin, xu])).toEqual([
      { text: "请", isName: false },
      { text: "@林静", isName: true },
      { text: "看 ", isName: false },
      { text: "@Xu Heng", isName: true },
      { text: ".", isName: false },
    ]);
  });
});
