import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { keyIdOf, leafHash, MerkleTree } from "./hash.ts";

// The reference data of Certificate Transparency (RFC 6962): inputs, and the root after each of them.
const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const roots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/** The definition itself: split at the largest power of two below n. */
function definition(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only && leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return createHash("sha256")
    .update(Buffer.from([1]))
    .update(definition(leaves.slice(0, split)))
    .update(definition(leaves.slice(split)))
    .digest();
}

describe("Merkle tree", () => {
  test("[REQ-REC-03] gives the roots of RFC 6962's reference data", () => {
    const tree = new MerkleTree();
    const found = inputs.map((hex) => {
      tree.add(
        createHash("sha256")
          .update(Buffer.from([0]))
          .update(Buffer.from(hex, "hex"))
          .digest(),
      );
      return tree.root();
    });
    expect(found).toEqual(roots);
    expect(new MerkleTree().root()).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  test("agrees with the definition for every size up to 70", () => {
    const leaves = Array.from({ length: 70 }, (_, i) => Buffer.from(leafHash(`row ${i}`), "hex"));
    const tree = new MerkleTree();
    leaves.forEach((leaf, i) => {
      tree.add(leaf);
      expect(tree.root()).toBe(definition(leaves.slice(0, i + 1)).toString("hex"));
    });
  });

  test("a leaf cannot be passed off as a node: their hashes are made with different first bytes", () => {
    expect(leafHash("")).toBe(roots[0]);
  });

  test("a key's id follows from its public half", () => {
    const pem =
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
    expect(keyIdOf(pem)).toMatch(/^[0-9a-f]{16}$/);
    expect(keyIdOf(pem.replaceAll("\n", "\r\n"))).toBe(keyIdOf(pem));
  });
});
