// `test` as every spec here uses it: a world to be in, and a page that nobody may complain about.

import { test as base, expect } from "@playwright/test";
import type { Page } from "@playwright/test";

import { expectAccessible, expectUkDates, expectValid, expectWholePage } from "./checks.ts";
import { World } from "./server.ts";
import { Watch } from "./browser_errors.ts";

export interface Options {
  /** Whether each test starts from fresh data with a clock of its own: for those that move time or finish a practice. */
  ownWorld: boolean;
}

interface Fixtures extends Options {
  world: World;
  watch: Watch;
  /** A second person's browser. */
  somebodyElse: Page;
}

export const test = base.extend<Fixtures, { sharedWorld: World }>({
  ownWorld: [false, { option: true }],
  sharedWorld: [
    async ({}, use) => {
      const world = await World.start();
      await use(world);
      await world.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  world: async ({ ownWorld, sharedWorld }, use, info) => {
    const world = ownWorld ? await World.start() : sharedWorld;
    const before = world.log.length;
    await use(world);
    const said = world.log.slice(before);
    if (info.status !== info.expectedStatus) await info.attach("server", { body: said });
    if (ownWorld) await world.stop();
    expect(said, "what the server says").not.toMatch(/panicked| ERROR /);
  },
  baseURL: async ({ world }, use) => use(world.address),
  watch: [
    async ({ page }, use) => {
      const watch = new Watch(page);
      await use(watch);
      await expectNoComplaints(watch);
    },
    { auto: true },
  ],
  somebodyElse: async ({ browser, watch: _ }, use) => {
    const page = await browser.newPage();
    const watch = new Watch(page);
    await use(page);
    await expectNoComplaints(watch);
    await page.close();
  },
});

async function expectNoComplaints(watch: Watch): Promise<void> {
  for (const document of await watch.documents()) await expectValid(document);
  expect(watch.complaints).toEqual([]);
}

export { expect };

/** A step in words; the words are what a failing test prints. */
const step = (word: string) => (words: string, body: () => Promise<void> | void) => test.step(`${word} ${words}`, body);
export const given = step("Given");
export const when = step("When");
export const then = step("Then");

/** What has to hold on every page. */
export async function expectGood(page: Page): Promise<void> {
  await expectWholePage(page);
  await expectUkDates(page);
  await expectAccessible(page);
}
