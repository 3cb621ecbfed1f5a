import { expectMistake, fillDay, success } from "../support/journey.ts";
import { EMIS_PRACTICE, TPP_PRACTICE, ada, signInAs } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

test.use({ ownWorld: true });

const LIST_SIZES = `PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,ONS_CCG_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS
GP_PRAC_PAT_LIST,01Sep2023,GP,XS11,E38999011,${EMIS_PRACTICE},ZX1 1AA,ALL,ALL,"12,345"
GP_PRAC_PAT_LIST,01Sep2023,GP,XS11,E38999011,${TPP_PRACTICE},ZX2 2AA,ALL,ALL,6789
GP_PRAC_PAT_LIST,01Sep2023,GP,XS11,E38999011,X99999,ZX9 9AA,ALL,ALL,1000
`;

// The last of the codes: whatever comes after the last row of a register may have been cut off with it, and stays open.
const REGISTER = `Status Code,Prescribing Setting,Postcode,Organisation Code,Name,Open Date,Commissioner
A,4,ZX1 1AA,X10150,A NEW NAME FOR A SURGERY,19740401,XS11
`;

function csv(name: string, text: string) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(text) };
}

test("list sizes are uploaded, looked at, and imported", async ({ page }) => {
  await given("Ada is on the page of imports", async () => {
    await signInAs(page, ada);
    await page.goto("/admin/imports");
    await expectGood(page);
  });
  await when("she uploads a file of list sizes", async () => {
    await page.getByLabel("Files", { exact: true }).setInputFiles([csv("list-sizes.csv", LIST_SIZES)]);
    await page.getByRole("button", { name: "Check the files" }).click();
  });
  await then("she sees what would change, and which practice is not known", async () => {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check the import");
    await expect(page.getByRole("main")).toContainText("Nothing is changed yet.");
    await expect(page.getByRole("main")).toContainText("list-sizes.csv");
    await expect(page.getByRole("main")).toContainText("1 practice waits until a register shows it open");
    await expectGood(page);
  });
  await when("she imports it", () => page.getByRole("button", { name: "Import", exact: true }).click());
  await then("it is in the list of imports, and on the practice's page", async () => {
    await expect(success(page)).toContainText("The import is done");
    await expect(page.getByRole("row").filter({ hasText: "list-sizes.csv" })).toHaveCount(1);
    await expectGood(page);
    await page.goto(`/practices/${EMIS_PRACTICE}`);
    await expect(page.getByRole("main")).toContainText("12,345 on 1 September 2023");
  });
  await when("she uploads the same file again", async () => {
    await page.goto("/admin/imports");
    await page.getByLabel("Files", { exact: true }).setInputFiles([csv("list-sizes.csv", LIST_SIZES)]);
    await page.getByRole("button", { name: "Check the files" }).click();
  });
  await then("nothing would change", async () => {
    await expect(page.getByRole("main")).toContainText("Nothing: everything in these files is already known.");
    await expect(page.getByRole("button", { name: "Import", exact: true })).toHaveCount(0);
    await expectGood(page);
  });
});

test("a register that would close nearly every practice has to be accepted", async ({ page }) => {
  await given("Ada uploads a register with one practice in it", async () => {
    await signInAs(page, ada);
    await page.goto("/admin/imports");
    await page.getByLabel("Files", { exact: true }).setInputFiles([csv("register.csv", REGISTER)]);
    await fillDay(page, /From which day are they/, "18 9 2023");
    await page.getByRole("button", { name: "Check the files" }).click();
    await expectGood(page);
  });
  await when("she imports it without accepting that", async () => {
    await expect(page.getByRole("heading", { name: /Many practices would close/ })).toBeVisible();
    await page.getByRole("button", { name: "Import", exact: true }).click();
  });
  await then("it is refused", async () => {
    await expectMistake(page, /./, page.getByLabel("These practices have really closed"));
    await expectGood(page);
  });
  await when("she discards it", () => page.getByRole("button", { name: "Discard the files" }).click());
  await then("every practice is as it was", async () => {
    await expect(success(page)).toContainText("Nothing was imported.");
    await page.goto("/practices");
    await expect(page.getByRole("status")).toContainText("of 150 practices");
  });
});

test("a web page saved as CSV is refused, and named", async ({ page }) => {
  await given("Ada is on the page of imports", async () => {
    await signInAs(page, ada);
    await page.goto("/admin/imports");
  });
  await when("she uploads a page that says that the file is not there", async () => {
    const page404 = "<!DOCTYPE html><html><head><title>Not found</title></head><body>Sorry</body></html>";
    await page.getByLabel("Files", { exact: true }).setInputFiles([csv("epraccur.csv", page404)]);
    await page.getByRole("button", { name: "Check the files" }).click();
  });
  await then("the mistake names the file", async () => {
    await expectMistake(page, /epraccur\.csv/, page.getByLabel("Files", { exact: true }));
    await expectGood(page);
  });
});
