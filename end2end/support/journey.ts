// What people do on the way to switching on, said once for all specs.

import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

import { EMIS_PRACTICE, priya, signInAs } from "./people.ts";

/** The fields of one item on the page of its section, whether it is required or not. */
export function item(page: Page, title: string): Locator {
  const named = (name: string) => page.getByRole("group", { name, exact: true });
  return named(title).or(named(`${title} (optional)`));
}

/** Says how far a practice is with an item of the section that is open. */
export async function choose(page: Page, title: string, state: string): Promise<void> {
  await item(page, title).getByRole("radio", { name: state, exact: true }).check();
}

/** Opens note and evidence of an item, where they are not open already, and gives the note. */
export async function note(page: Page, title: string): Promise<Locator> {
  const field = item(page, title).getByLabel("Note (optional)");
  if (!(await field.isVisible())) await item(page, title).getByText("Note and evidence").click();
  return field;
}

/** Saves the section that is open. */
export async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save and continue" }).click();
}

/** The page of the practice from any page of its checklist, where the service has gone on to what comes next. */
export async function backToList(page: Page): Promise<void> {
  if (page.url().includes("/checklist/")) await page.getByRole("main").getByRole("link", { name: "See the whole checklist" }).click();
}

/** What went well, at the top of a page. */
export function success(page: Page): Locator {
  return page.locator(".nhsuk-notification-banner--success");
}

/** Opens a section from the practice's page, marks an item as done and goes back there. */
export async function finish(page: Page, section: string, title: string): Promise<void> {
  await page.getByRole("main").getByRole("link", { name: section, exact: true }).click();
  await choose(page, title, "Done");
  await save(page);
  await expect(success(page)).toContainText(`Your answers in “${section}” are saved.`);
  await backToList(page);
}

/** Signs the checklist off from the practice's page, or where the last section leads to, and goes to the practice's page. */
export async function signOff(page: Page): Promise<void> {
  const practice = /\/practices\/[^/]+/.exec(page.url())?.[0] ?? "";
  if (!page.url().endsWith("/sign-off")) await page.getByRole("main").getByRole("link", { name: "Sign off the checklist", exact: true }).click();
  await page.getByRole("checkbox", { name: "I declare this" }).check();
  await page.getByRole("button", { name: "Sign off the checklist" }).click();
  await expect(success(page)).toContainText("The checklist is signed off.");
  await page.goto(practice);
}

/** Fills in the three boxes of a day. */
export async function fillDay(page: Page, legend: string | RegExp, day: string): Promise<void> {
  const [dayOfMonth = "", month = "", year = ""] = day.split(" ");
  const group = page.getByRole("group", { name: legend });
  await group.getByLabel("Day").fill(dayOfMonth);
  await group.getByLabel("Month").fill(month);
  await group.getByLabel("Year").fill(year);
}

/** The mistakes at the top of a page, each with a link to its field; the field is reached by it. */
export async function expectMistake(page: Page, words: string | RegExp, field: Locator): Promise<void> {
  await expect(page).toHaveTitle(/^Error: /);
  const summary = page.locator(".nhsuk-error-summary");
  await expect(summary.getByRole("heading")).toHaveText("There is a problem");
  await summary.getByRole("link", { name: words }).click();
  await expect(field).toBeFocused();
}

/** Ticks the declaration on the page that checks a date, and says why where the date is moved. */
export async function declare(page: Page, button: string, reason?: string): Promise<void> {
  if (reason) await page.getByLabel("Why are you moving?").fill(reason);
  await page.getByRole("checkbox", { name: /I have checked that patients who may be at risk/ }).check();
  await page.getByRole("button", { name: button }).click();
}

/** Finishes what the checklist of Priya's practice has to go, from the practice's page, and signs it off. */
export async function finishChecklist(page: Page): Promise<void> {
  await finish(page, "System settings", "Check your settings in EMAS Manager");
  await finish(page, "Patients", "Tell your patients");
  await signOff(page);
}

/** Priya signs in and makes her practice ready to switch on. */
export async function makeReady(page: Page): Promise<void> {
  await signInAs(page, priya);
  await page.goto(`/practices/${EMIS_PRACTICE}`);
  await finishChecklist(page);
}

/** The same, and books a date, such as "11 October 2023"; she is left on the page of dates. */
export async function bookDate(page: Page, date: string): Promise<void> {
  await makeReady(page);
  await page.goto(`/practices/${EMIS_PRACTICE}/slots`);
  await page.getByRole("link", { name: `Book ${date}` }).click();
  await declare(page, "Book this date");
  await expect(success(page)).toContainText("Your date is booked");
}
