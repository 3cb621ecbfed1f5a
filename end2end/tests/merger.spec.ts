// Two practices merge: one closes, the other goes on. What becomes of checklist, booking and reports, as their pages show it.

import type { Page } from "@playwright/test";

import { bookDate, expectMistake, fillDay, item, success } from "../support/journey.ts";
import { EMIS_PRACTICE, ada, ines, priya, signInAs } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const closing = `/practices/${EMIS_PRACTICE}`;

test.use({ ownWorld: true });

interface Line {
  code: string;
  name: string;
  sub_icb_code: string;
  list_size: number | null;
}

/** The practices of the report as at a day, as its file has them. */
async function reported(page: Page, asAt: string): Promise<Line[]> {
  const answer = await page.request.get(`/reports/deadline.json?by=practice&as-at=${asAt}`);
  expect(answer.status()).toBe(200);
  return ((await answer.json()) as { rows: Line[] }).rows;
}

/** A register with every practice of the report, of which one has closed. */
function register(lines: Line[], closed: string): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const row = (line: Line) => {
    const [status, day] = line.code === closed ? ["C", "20230920"] : ["A", ""];
    return [line.code, quoted(line.name), status, "4", day, line.sub_icb_code].join(",");
  };
  return ["Organisation Code,Name,Status Code,Prescribing Setting,Close Date,Commissioner", ...lines.map(row)].join("\n") + "\n";
}

/** Imports a file as Ada does. */
async function bringIn(page: Page, name: string, text: string, day?: string): Promise<void> {
  await page.goto("/admin/imports");
  await page.getByLabel("Files", { exact: true }).setInputFiles([{ name, mimeType: "text/csv", buffer: Buffer.from(text) }]);
  if (day) await fillDay(page, /From which day are they/, day);
  await page.getByRole("button", { name: "Check the files" }).click();
  await expectGood(page);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(success(page)).toContainText("The import is done");
}

test("a merger: one practice closes, and the other goes on with its own", async ({ page, somebodyElse, world }) => {
  let goesOn = { code: "", sub_icb_code: "" };
  let before: Line[] = [];
  await given("another EMIS practice has booked a date", async () => {
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto("/practices?stage=date_booked&supplier=emis");
    const href = await somebodyElse.getByRole("table").getByRole("link").first().getAttribute("href");
    goesOn.code = href?.split("/").pop() ?? "";
    expect(goesOn.code).not.toBe(EMIS_PRACTICE);
  });
  await given("Priya has signed her checklist off and booked 25 October", async () => {
    await bookDate(page, "25 October 2023");
    await page.goto(`${closing}/changes`);
    await expect(page.getByRole("main")).toContainText("Your practice merges with another");
    await expectGood(page);
  });

  await when("the register says that her practice closed on 20 September", async () => {
    await world.moveClock("2023-09-21");
    await signInAs(somebodyElse, ada);
    before = await reported(somebodyElse, "2023-09-21");
    goesOn = before.find((line) => line.code === goesOn.code) ?? goesOn;
    await bringIn(somebodyElse, "register.csv", register(before, EMIS_PRACTICE), "21 9 2023");
    await expectGood(somebodyElse);
  });
  await then("Priya is told that her date is given back", async () => {
    await world.mailbox.waitFor(priya.email, /^Date cancelled: 25 October 2023/);
    await signInAs(page, priya);
    await page.goto(`${closing}/slots`);
    await expect(page.getByRole("link", { name: /^Book \d/ })).toHaveCount(0);
    await expectGood(page);
  });
  await then("her checklist can be read but not changed", async () => {
    await page.goto(`${closing}/checklist/patients`);
    await expect(page.getByRole("main")).toContainText("You can read these answers.");
    await expect(page.getByRole("button", { name: "Save and continue" })).toHaveCount(0);
    await expect(item(page, "Tell your patients")).toHaveCount(0);
    await expectGood(page);
  });

  await when("Ada names the practice itself by mistake, then the one that took over", async () => {
    await somebodyElse.goto(`${closing}/changes`);
    await expectGood(somebodyElse);
    await somebodyElse.getByRole("link", { name: "Record who took over" }).click();
    await expectGood(somebodyElse);
    const field = somebodyElse.getByLabel("Code of the practice that took over");
    await field.fill(EMIS_PRACTICE);
    await somebodyElse.getByRole("button", { name: "Record who took over" }).click();
    await expectMistake(somebodyElse, /Enter the code of an open practice/, field);
    await expectGood(somebodyElse);
    await field.fill(goesOn.code);
    await somebodyElse.getByRole("button", { name: "Record who took over" }).click();
    await expect(success(somebodyElse)).toContainText("It is recorded who took over.");
    await expect(somebodyElse.getByRole("main")).toContainText("20 September 2023: the practice closed");
    await expectGood(somebodyElse);
  });
  await then("Priya's page says so and leads there", async () => {
    await page.goto(closing);
    await expect(page.getByRole("main")).toContainText("This practice closed on 20 September 2023.");
    await expect(page.getByRole("main").getByRole("link", { name: goesOn.code })).toHaveAttribute("href", `/practices/${goesOn.code}`);
    await expectGood(page);
  });
  await then("the practice that goes on keeps its own date", async () => {
    await somebodyElse.goto(`/practices/${goesOn.code}`);
    await expect(somebodyElse.getByRole("main")).toContainText("Date booked");
    await expectGood(somebodyElse);
  });
  await then("reports count the practice that closed up to the day before, and its patients not again by themselves", async () => {
    const codes = async (asAt: string) => (await reported(somebodyElse, asAt)).map((line) => line.code);
    expect(await codes("2023-09-19")).toContain(EMIS_PRACTICE);
    expect(await codes("2023-09-20")).not.toContain(EMIS_PRACTICE);
    const after = await reported(somebodyElse, "2023-09-21");
    expect(after).toHaveLength(before.length - 1);
    const size = (lines: Line[]) => lines.find((line) => line.code === goesOn.code)?.list_size;
    expect(size(after)).toBe(size(before));
    await somebodyElse.goto("/reports/deadline");
    await expect(somebodyElse.getByRole("main")).toContainText(`of ${before.length - 1} practices`);
    await expectGood(somebodyElse);
  });
  await when("a newer file of list sizes has the patients with the practice that took over", async () => {
    const text = `PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,ONS_CCG_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS
GP_PRAC_PAT_LIST,21Sep2023,GP,${goesOn.sub_icb_code},E38999011,${goesOn.code},ZX1 1AA,ALL,ALL,"23,456"
`;
    await bringIn(somebodyElse, "list-sizes.csv", text);
  });
  await then("they are counted there", async () => {
    const found = (await reported(somebodyElse, "2023-09-21")).find((line) => line.code === goesOn.code);
    expect(found?.list_size).toBe(23456);
  });
});
