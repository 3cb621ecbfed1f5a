import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { expectMistake } from "../support/journey.ts";
import { ada, colin, signInAs } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const asAt = (page: Page) => page.getByRole("textbox", { name: "As at" });

test("a commissioner reads the report from the top down to a practice", async ({ page }) => {
  await given("Colin opens the deadline report", async () => {
    await signInAs(page, colin);
    await page.goto("/reports/deadline");
    await expect(page.getByRole("main")).toContainText("As at 18 September 2023");
    await expectGood(page);
  });
  await when("he follows the first link of the table, three times", async () => {
    for (let depth = 0; depth < 3; depth += 1) {
      await page.getByRole("main").getByRole("table").last().getByRole("link").first().click();
      await expectGood(page);
    }
  });
  await then("the way back stands above the page", async () => {
    expect(await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link").count()).toBeGreaterThan(1);
  });
});

test("the figures of every level add up to the same", async ({ page }) => {
  await given("Ada may see all of England", () => signInAs(page, ada));
  await then("each split counts 150 practices", async () => {
    for (const by of ["region", "icb", "sub-icb", "pcn", "supplier"]) {
      await page.goto(`/reports/deadline?by=${by}`);
      const total = page.getByRole("main").getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Total" }) }).last();
      await expect(total, by).toContainText("150");
    }
  });
});

test("the report of another day says how it was then, and its CSV says the same", async ({ page }) => {
  await given("Ada asks for the end of July", async () => {
    await signInAs(page, ada);
    await page.goto("/reports/deadline");
    await page.getByText("Show another day or area").click();
    await asAt(page).fill("31 7 2023");
    await page.getByLabel("One row for each").selectOption("icb");
    await page.getByRole("button", { name: "Show the report" }).click();
    await expect(page.getByRole("main")).toContainText("As at 31 July 2023");
    await expectGood(page);
  });
  await then("the CSV has the line of each ICB that the page has", async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^CSV/ }).click()]);
    expect(download.suggestedFilename()).toMatch(/2023-07-31.*\.csv$/);
    const lines = (await readFile(await download.path(), "utf8")).trim().split(/\r?\n/);
    for (const icb of ["Northmarsh and Elverdale ICB", "Southvale and Quillshire ICB"]) {
      expect(lines.filter((line) => line.includes(icb))).toHaveLength(1);
      await expect(page.getByRole("main").getByRole("link", { name: icb })).toBeVisible();
    }
  });
});

test("a day that has not come yet is refused, and stays as typed", async ({ page }) => {
  await given("Colin is on the report", async () => {
    await signInAs(page, colin);
    await page.goto("/reports/deadline");
  });
  await when("he asks for next year", async () => {
    await page.getByText("Show another day or area").click();
    await asAt(page).fill("1 February 2024");
    await page.getByRole("button", { name: "Show the report" }).click();
  });
  await then("the mistake is named", async () => {
    await expectMistake(page, /./, asAt(page));
    await expect(asAt(page)).toHaveValue("1 February 2024");
    await expectGood(page);
  });
});
