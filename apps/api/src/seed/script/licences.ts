import type { Scene } from "./scene.ts";

/** What the company itself may make and sell by, and who holds what for which products; invented numbers. */
const own = [
  {
    kind: "registration",
    licenceNumber: "国械注准DEMO3140001",
    issuedBy: "NMPA (demo) / 国家药监局（演示）",
    scopeClass: "III",
    validFrom: "2021-04-01",
    validTo: "2031-03-31",
    items: ["FG-IS100", "FG-IS101"],
  },
  {
    kind: "registration",
    licenceNumber: "苏械注准DEMO2140002",
    issuedBy: "Jiangsu MPA (demo) / 江苏省药监局（演示）",
    scopeClass: "II",
    validFrom: "2024-06-01",
    validTo: "2029-05-31",
    items: ["FG-IP20"],
  },
  {
    kind: "filing",
    licenceNumber: "苏苏械备DEMO20250015",
    issuedBy: "Suzhou (demo) / 苏州市市场监管局（演示）",
    scopeClass: "I",
    validFrom: "2025-06-16",
    validTo: "2035-06-15",
    items: ["FG-CT15"],
  },
  {
    kind: "production",
    licenceNumber: "苏药监械生产许DEMO20220031号",
    issuedBy: "Jiangsu MPA (demo) / 江苏省药监局（演示）",
    scopeClass: "III",
    validFrom: "2022-11-20",
    validTo: "2027-11-19",
    items: [],
  },
  {
    kind: "certificate",
    licenceNumber: "ISO13485-CL-0091",
    issuedBy: "Demo Cert / 演示认证",
    scopeClass: null,
    validFrom: "2024-05-01",
    validTo: "2027-04-30",
    items: [],
  },
] as const;

/** The company's own registration certificates, production licence and certificate. */
export async function enterOwnLicences(scene: Scene): Promise<void> {
  await scene.at("2025-09-04", "10:00");
  for (const { items, ...licence } of own)
    await (await scene.by("mengfei")).create("Licence", {
      ...licence,
      covers: await Promise.all(items.map(async (item) => ({ item: await scene.id("Item", item) }))),
    });
}

/** Two licences run out this summer: that of C-02 on 11 August, that of SUP-04 on 30 September; these days bring the warnings. */
export async function licencesRunOut(scene: Scene): Promise<void> {
  for (const day of ["2026-05-13", "2026-06-12", "2026-07-02", "2026-07-12", "2026-08-01", "2026-08-20"])
    await scene.dayBegins(day);
}
