// Follows the links of every page, as each person, without looking at the pages: that none leads nowhere, and that all are valid HTML.

import type { APIRequestContext } from "@playwright/test";

import { expectValid } from "../support/checks.ts";
import { ada, colin, ines, priya, signInAs, tomos } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

/** Pages of one kind that are looked at; the practices are many and all alike. */
const EACH = 3;

for (const person of [undefined, priya, tomos, ines, colin, ada]) {
  test(`no link leads nowhere for ${person?.name ?? "somebody who is not signed in"}`, async ({ page }) => {
    if (person) await signInAs(page, person);
    const broken = await crawl(page.request);
    expect(broken).toEqual([]);
  });
}

async function crawl(browser: APIRequestContext): Promise<string[]> {
  const waiting = [{ path: "/", from: "the start" }];
  const known = new Set(["/"]);
  const seen = new Map<string, number>();
  const broken: string[] = [];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { path, from } = next;
    const answer = await browser.get(path);
    if (answer.status() !== 200) broken.push(`${path} answers ${answer.status()}; linked from ${from}`);
    if (!answer.headers()["content-type"]?.startsWith("text/html")) continue;
    const html = await answer.text();
    await expectValid({ url: path, html });
    for (const link of linksIn(html)) {
      const count = seen.get(kindOf(link)) ?? 0;
      if (known.has(link) || count >= EACH) continue;
      known.add(link);
      seen.set(kindOf(link), count + 1);
      waiting.push({ path: link, from: path });
    }
  }
  expect(known.size).toBeGreaterThan(4);
  return broken;
}

/** Links to our own pages, without the part after "#". */
function linksIn(html: string): string[] {
  const links = [...html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)].map(([, href]) => (href ?? "").replaceAll("&amp;", "&"));
  return links.map((href) => href.replace(/#.*/, "")).filter((href) => href.startsWith("/") && !href.startsWith("//"));
}

/** The address with codes, numbers and values of its query left out. */
function kindOf(path: string): string {
  const { pathname, searchParams } = new URL(path, "http://any");
  const words = pathname.split("/").map((word) => (/\d/.test(word) ? "…" : word));
  return `${words.join("/")}?${[...searchParams.keys()].sort().join("&")}`;
}
