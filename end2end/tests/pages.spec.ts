// Every kind of page as everybody sees it: whole, accessible, valid, without complaints of the browser, days and times in our way, and as
// wide as the window and no wider.

import { readdirSync } from "node:fs";
import { resolve } from "node:path";

import { expectNoSidewaysScroll } from "../support/checks.ts";
import { EMIS_PRACTICE, TPP_PRACTICE, ada, colin, ines, priya, signInAs, tomos } from "../support/people.ts";
import type { Persona } from "../support/people.ts";
import { expect, expectGood, test } from "../support/test.ts";

const emis = `/practices/${EMIS_PRACTICE}`;
const tpp = `/practices/${TPP_PRACTICE}`;

/** Every page of the guidance, by the files that hold them. */
const guides = readdirSync(resolve(import.meta.dirname, "../../app/domain/content/guidance")).map((file) => `/guidance/${file.replace(/\.md$/, "")}`);

const nobody = { key: "", name: "Nobody", email: "" };

const pages: [Persona, string[]][] = [
  [nobody, ["/", "/sign-in", "/sign-in/sent", "/sign-in/spent", "/request-access", "/request-access/sent", "/request-access/spent", "/smartcards", "/smartcards?start=yes&practice-code=yes", "/smartcards?practice-code=yes&activity-code=no&software=unsure", "/unsubscribe/unknown", "/guidance", "/guidance?q=locum", "/guidance?q=nothing-like-this", ...guides, "/accessibility", "/cookies", "/privacy", "/agreement", "/signed-out", "/sign-in?ended=kept", "/nowhere", "/demo/sign-in", "/demo/mail"]],
  [priya, [`${emis}/smartcards`, emis, `${emis}/history`, `${emis}/handover`, `${emis}/audit`, `${emis}/checklist/safeguarding`, `${emis}/checklist/settings`, `${emis}/checklist/numbers`, `${emis}/checklist/numbers/count`, `${emis}/checklist/numbers/model`, `${emis}/checklist/sign-off`, "/checklist/dpia/several", `${emis}/slots`, `${emis}/slots/manual`, `${emis}/self-switch`, `${emis}/exception`, `${emis}/changes`, "/practices", "/reports/deadline", "/account", "/signed-out", "/admin"]],
  [tomos, [tpp, `${tpp}/handover`, `${tpp}/checklist/settings`, `${tpp}/checklist/sign-off`, `${tpp}/checklist/numbers`, `${tpp}/self-switch`, `${tpp}/self-switch/plan`, `${tpp}/slots`]],
  [ines, ["/exceptions", `${emis}/exception`, `${tpp}/changes`, "/access-requests", "/smartcards/practices", "/practices", "/practices?stage=ready&q=nothing-like-this", emis, `${emis}/checklist/policies`, `${tpp}/self-switch`, "/reports/deadline?by=practice"]],
  [colin, [`${emis}/exception`, `${emis}/changes`, `${emis}/history`, `${emis}/checklist/sign-off`, "/reports/deadline", "/reports/deadline?by=sub-icb&as-at=2023-07-31", "/reports/deadline?by=pcn", "/reports/deadline?by=supplier"]],
  [ada, ["/admin", "/admin/accounts", "/admin/accounts?q=nobody-like-this", "/admin/accounts/invite", "/account", "/admin/slots", "/admin/slots/import", "/admin/checklist", "/admin/checklist/check", "/admin/imports", "/admin/imports/check", "/admin/audit", "/admin/audit?who=ada&page=2", "/admin/audit?from%5Bday%5D=31", "/practices?page=2", "/reports/deadline", "/reports/deadline?as-at=nonsense"]],
];

/** Of pages that refuse, which they are and how. */
const refused = new Map([
  ["/nowhere", 404],
  ["/unsubscribe/unknown", 404],
  ["/reports/deadline?as-at=nonsense", 422],
  ["/admin/audit?from%5Bday%5D=31", 422],
]);

for (const [person, paths] of pages) {
  for (const path of paths) {
    test(`${path} for ${person.name}`, async ({ page }) => {
      if (person !== nobody) await signInAs(page, person);
      const answer = await page.goto(path);
      const expected = person === priya && path === "/admin" ? 403 : (refused.get(path) ?? 200);
      expect(answer?.status()).toBe(expected);
      await expectGood(page);
      await expectNoSidewaysScroll(page);
    });
  }
}
