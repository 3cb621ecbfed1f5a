// The people of the demonstration, and their two ways in.

import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

import type { World } from "./server.ts";

export interface Persona {
  key: string;
  name: string;
  email: string;
}

export const priya: Persona = {
  key: "practice-manager-emis",
  name: "Priya Hallam",
  email: "priya.hallam@practice.example",
};
export const tomos: Persona = {
  key: "practice-manager-tpp",
  name: "Tomos Redfern",
  email: "tomos.redfern@practice.example",
};
export const ines: Persona = { key: "icb", name: "Ines Calloway", email: "ines.calloway@icb.example" };
export const colin: Persona = { key: "commissioner", name: "Colin Okafor", email: "colin.okafor@region.example" };
export const ada: Persona = { key: "admin", name: "Ada Winterbourne", email: "ada.winterbourne@programme.example" };

/** Priya's practice, which uses EMIS. */
export const EMIS_PRACTICE = "X10001";
/** Tomos's practice, which uses TPP. */
export const TPP_PRACTICE = "X10002";

/** The short way, for tests that are about something else. */
export async function signInAs(page: Page, persona: Persona): Promise<void> {
  const form = { form: "persona", persona: persona.key };
  const answer = await page.request.post("/demo/sign-in", { form, maxRedirects: 0 });
  expect(answer.status(), `signing in as ${persona.name}`).toBe(303);
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
}

/** Asks for a link on the sign-in page and reads it in the mailbox. */
export async function askForLink(page: Page, world: World, email: string): Promise<string> {
  world.mailbox.empty();
  await page.goto("/sign-in");
  await page.getByLabel("Your work email address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your email");
  const mail = await world.mailbox.waitFor(email, /link to sign in/);
  const link = /http\S+\/sign-in\/\S+/.exec(mail.text)?.[0];
  if (!link) throw new Error(`no link in: ${mail.text}`);
  expect(mail.html).toContain(link);
  return link;
}

/** The way everybody goes: form, mailbox, link, button; the first time, the agreement too. */
export async function signInByLink(page: Page, world: World, persona: Pick<Persona, "name" | "email">): Promise<void> {
  const link = await askForLink(page, world, persona.email);
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await acceptAgreement(page);
  await expect(page.getByRole("banner")).toContainText(persona.name);
}

/** What everybody is asked at their first sign-in; nothing where they have accepted before. */
export async function acceptAgreement(page: Page): Promise<void> {
  const accept = page.getByRole("button", { name: "Accept and continue" });
  if (await accept.isVisible()) await accept.click();
}
