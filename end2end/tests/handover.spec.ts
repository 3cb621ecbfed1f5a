import { expectNoSidewaysScroll } from "../support/checks.ts";
import { choose, note, save } from "../support/journey.ts";
import { EMIS_PRACTICE, ada, askForLink, acceptAgreement, ines, priya, signInAs } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

test.use({ ownWorld: true });

const informed = "Tell staff, and name a lead for online services";

test("who takes over finds everything on one page to print", async ({ page, somebodyElse }) => {
  await given("Priya leaves a note", async () => {
    await signInAs(page, priya);
    await page.goto(`/practices/${EMIS_PRACTICE}/checklist/staff`);
    await choose(page, informed, "In progress");
    await (await note(page, informed)).fill("Moira is the lead.");
    await save(page);
  });
  await when("Ines of the ICB sub-group opens the handover page", async () => {
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto(`/practices/${EMIS_PRACTICE}`);
    await somebodyElse.getByRole("link", { name: "Handover page to print" }).click();
  });
  await then("it says where things stand, what is open, the note, and who to ask", async () => {
    const main = somebodyElse.getByRole("main");
    for (const part of ["43 days left", "What is open in the checklist", informed, "Moira is the lead.", priya.email, ines.email]) {
      await expect(main).toContainText(part);
    }
    await expect(main).toContainText(`${informed}: in progress, by Priya Hallam`);
    await expectGood(somebodyElse);
  });
  await then("at 400% zoom nothing scrolls sideways", async () => {
    await somebodyElse.setViewportSize({ width: 320, height: 600 });
    for (const path of ["", "/handover", "/history", "/checklist/staff"]) {
      await somebodyElse.goto(`/practices/${EMIS_PRACTICE}${path}`);
      await expectNoSidewaysScroll(somebodyElse);
    }
  });
});

test("somebody with several practices sees what each does next, and sorts them", async ({ page, somebodyElse, world }) => {
  const email = "kim.lee@practice.example";

  await given("Ada invites Kim to two practices", async () => {
    await signInAs(page, ada);
    await page.goto("/admin/accounts/invite");
    await page.getByLabel("Work email address").fill(email);
    await page.getByLabel("Name", { exact: true }).fill("Kim Lee");
    await page.getByLabel("Role").selectOption("Practice manager");
    await page.getByLabel("Codes of the organisations").fill("X10001 X10002");
    await page.getByRole("button", { name: "Send the invitation" }).click();
  });
  await when("Kim signs in", async () => {
    await somebodyElse.goto(await askForLink(somebodyElse, world, email));
    await somebodyElse.getByRole("button", { name: "Sign in" }).click();
    await acceptAgreement(somebodyElse);
  });
  await then("there is a table of both, each with its next step", async () => {
    await expect(somebodyElse.getByRole("heading", { level: 1 })).toHaveText("My practices");
    const rows = somebodyElse.getByRole("table").getByRole("row");
    await expect(rows).toHaveCount(3);
    await expect(rows.nth(1)).toContainText("43 days left");
    await expectGood(somebodyElse);
  });
  await then("it is sorted by name when she asks for that, on a phone too", async () => {
    await somebodyElse.setViewportSize({ width: 320, height: 600 });
    await somebodyElse.getByLabel("Sort by").selectOption("Name");
    await somebodyElse.getByRole("button", { name: "Sort" }).click();
    await expect(somebodyElse).toHaveURL(/sort=name/);
    await expect(somebodyElse.getByLabel("Sort by").locator("option:checked")).toHaveText("Name");
    await expectNoSidewaysScroll(somebodyElse);
    await expectGood(somebodyElse);
  });
});

test("the next step is reached by keyboard alone, and every stop on the way can be seen", async ({ page }) => {
  await given("Priya is on her practice's page", async () => {
    await signInAs(page, priya);
    await page.goto(`/practices/${EMIS_PRACTICE}`);
  });
  await when("she goes from stop to stop with the tab key", async () => {
    const focused = page.locator(":focus");
    for (let stops = 0; stops < 40; stops++) {
      await page.keyboard.press("Tab");
      await expect(focused).toBeVisible();
      if ((await focused.innerText()) === "Continue the checklist") break;
    }
    await page.keyboard.press("Enter");
  });
  await then("she is in the section that is next", () => expect(page).toHaveURL(/\/checklist\/settings$/));
});
