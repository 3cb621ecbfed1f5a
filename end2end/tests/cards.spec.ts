import { demonstration, showCard, takeCardOut, twoProcesses } from "../support/cards.ts";
import type { Card, Together } from "../support/cards.ts";
import { acceptAgreement } from "../support/people.ts";
import type { World } from "../support/server.ts";
import { test as base, expect, expectGood, given, then, when } from "../support/test.ts";
import { expectNoSidewaysScroll } from "../support/checks.ts";

const heading = { level: 1 } as const;

const test = base.extend<object, { cards: Together; sharedWorld: World }>({
  cards: [
    async ({}, use) => {
      const cards = await demonstration();
      await use(cards);
      await cards.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  sharedWorld: [async ({ cards }, use) => use(cards.worlds[0] as World), { scope: "worker", timeout: 90_000 }],
});

test("of two practices on the card, the one with an activity code is seen", async ({ page, world, cards }) => {
  await given("a sign-in page with a button for the card", async () => {
    await page.goto("/sign-in");
    await expectGood(page);
    await expectNoSidewaysScroll(page);
  });
  await when("Robin shows a card with two practices, one of them with an activity code", () => showCard(page, world.address, "robin"));
  await then("Robin sees exactly that one", async () => {
    await expect(page.getByRole("banner")).toContainText("Robin Hollins, Practice manager");
    const seen = await page.goto("/practices/X10001");
    expect(seen?.status()).toBe(200);
    await expectGood(page);
    const other = await page.goto("/practices/X10002");
    expect(other?.status()).toBe(404);
    await page.goto("/practices");
    const main = page.getByRole("main");
    await expect(main.getByRole("row").filter({ hasText: /X\d{5}/ })).toHaveCount(1);
  });
  await when("Robin signs out", () => page.getByRole("button", { name: "Sign out" }).click());
  await then("the issuer asks for the card back, and sends Robin home", async () => {
    await expect(page).toHaveURL(new RegExp(`^${cards.issuer}/session/end`));
    await page.getByRole("button", { name: "Take the card out" }).click();
    await expect(page).toHaveURL(`${world.address}/`);
    await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
  });
});

test("who wanted a page before showing the card gets there after", async ({ page, world }) => {
  await page.goto("/reports/deadline");
  await page.getByRole("button", { name: "Sign in with your smartcard" }).click();
  await page.getByRole("button", { name: "Robin Hollins" }).click();
  await page.waitForURL((url) => url.href.startsWith(world.address));
  await acceptAgreement(page);
  await expect(page).toHaveURL("/reports/deadline");
});

test("several views are chosen from, and switched", async ({ page, world }) => {
  await given("Sasha's card has a practice and a sub-ICB location", () => showCard(page, world.address, "sasha"));
  await then("she chooses", async () => {
    await expect(page.getByRole("heading", heading)).toHaveText("Choose your view");
    await expectGood(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "Go on as ICB sub-group" }).click();
    await acceptAgreement(page);
    await expect(page.getByRole("banner")).toContainText("Sasha Wexley, ICB sub-group");
    await page.goto("/practices");
    await expect(page.getByRole("main").getByRole("row").filter({ hasText: /X\d{5}/ })).not.toHaveCount(1);
    await expectGood(page);
  });
  await when("she switches", async () => {
    await page.getByRole("link", { name: "Switch view" }).click();
    await expect(page.getByText("This view is on")).toHaveCount(1);
    await expectGood(page);
    await page.getByRole("button", { name: "Go on as Practice manager" }).click();
  });
  await then("she sees her practice alone", async () => {
    await expect(page.getByRole("banner")).toContainText("Sasha Wexley, Practice manager");
    await page.goto("/practices");
    await expect(page.getByRole("main").getByRole("row").filter({ hasText: /X\d{5}/ })).toHaveCount(1);
  });
});

const refusals: [Card, string, string[]][] = [
  ["toby", "Your smartcard does not open anything here", ["X10001", "B0560", "Registration Authority", "ICB sub-group", "0300 303 5035"]],
  ["una", "There is no role on your smartcard", ["Registration Authority"]],
  ["vic", "Your identity has not been checked to the level this service needs", ["Registration Authority"]],
  ["wren", "You need a stronger way to sign in", ["Registration Authority"]],
];

for (const [card, title, parts] of refusals) {
  test(`what ${card} lacks is said: ${title}`, async ({ page, world }) => {
    await showCard(page, world.address, card);
    await expect(page.getByRole("heading", heading)).toHaveText(title);
    for (const part of parts) await expect(page.getByRole("main")).toContainText(part);
    await expectGood(page);
    await expectNoSidewaysScroll(page);
    await page.goto("/practices");
    await expect(page.getByRole("heading", heading)).toHaveText("Sign in");
  });
}

test("who goes away from the issuer is told how to start again", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with your smartcard" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", heading)).toHaveText("You did not finish signing in");
  await expectGood(page);
  await page.reload();
  await expect(page.getByRole("heading", heading)).toHaveText("This sign-in cannot be used");
});

test("the card taken out at the issuer ends the session on both of two processes within a second", async ({ page, browser }) => {
  const { issuer, worlds, stop } = await twoProcesses();
  try {
    const [first, second] = worlds.map((world) => world.address);
    const robin = await browser.newPage();
    await given("Robin signed in on the first process, and the second knows it", async () => {
      await showCard(robin, first ?? "", "robin");
      for (const address of [first, second]) {
        await robin.goto(`${address}/practices`);
        await expect(robin.getByRole("banner")).toContainText("Robin Hollins, Practice manager");
        await expect(robin.getByRole("main").getByRole("row").filter({ hasText: /X\d{5}/ })).toHaveCount(1);
      }
    });
    await when("the card is taken out at the issuer", () => takeCardOut(robin, issuer));
    await then("a second later neither process knows Robin", async () => {
      await robin.waitForTimeout(1000);
      for (const address of [first, second]) {
        await robin.goto(`${address}/practices`);
        await expect(robin.getByRole("heading", heading)).toHaveText("Sign in");
      }
    });
    await robin.close();
  } finally {
    await stop();
  }
  await page.goto("/");
});
