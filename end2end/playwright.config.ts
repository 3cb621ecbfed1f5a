import { defineConfig } from "@playwright/test";

import { args, executablePath } from "./support/chromium.mjs";
import type { Options } from "./support/test.ts";

export default defineConfig<Options>({
  testDir: "tests",
  // One `tracker demo` a worker, so a worker takes a whole file; two cores carry two.
  workers: 2,
  fullyParallel: false,
  // What fails now and then is a fault to be found.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list", { printSteps: false }]],
  use: {
    launchOptions: { executablePath, args },
    viewport: { width: 1280, height: 900 },
    // Far from London on purpose: days and times must read the same whatever the browser thinks.
    locale: "en-US",
    timezoneId: "America/Los_Angeles",
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: "off",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "script", testIgnore: "**/*.phone.spec.ts" },
    {
      name: "noscript",
      testIgnore: ["**/*.script.spec.ts", "**/*.phone.spec.ts"],
      use: { javaScriptEnabled: false },
    },
    {
      name: "phone",
      testMatch: ["**/pages.spec.ts", "**/*.phone.spec.ts"],
      use: { viewport: { width: 390, height: 844 }, hasTouch: true },
    },
  ],
});
