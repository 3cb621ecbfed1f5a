// What a browser complains about while pages are used.

import type { Page, Response } from "@playwright/test";

/** Answers that a person can meet on the way; the browser writes them into its console. */
const EXPECTED = new Set([403, 404, 409, 422]);

export interface Document {
  url: string;
  html: string;
}

/** Watches a page from its first request on. */
export class Watch {
  readonly complaints: string[] = [];
  readonly #documents: Promise<Document | undefined>[] = [];
  readonly #expected = new Set<string>();

  constructor(page: Page) {
    page.on("response", (response) => this.#see(response));
    page.on("console", (message) => {
      const known = message.text().startsWith("Failed to load resource") && this.#expected.has(message.location().url);
      if (["error", "warning"].includes(message.type()) && !known) {
        this.complaints.push(`console: ${message.text()} (${message.location().url})`);
      }
    });
    page.on("pageerror", (error) => this.complaints.push(`script: ${error.message}`));
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      // Leaving a page ends what it was still fetching.
      if (why !== "net::ERR_ABORTED") this.complaints.push(`request: ${request.url()} ${why}`);
    });
  }

  /** Every page that was served, as it was served. */
  async documents(): Promise<Document[]> {
    const all = await Promise.all(this.#documents);
    return all.filter((document) => document !== undefined);
  }

  #see(response: Response): void {
    const { pathname } = new URL(response.url());
    const isPage = response.request().resourceType() === "document";
    if (response.status() >= 400) {
      if (isPage && EXPECTED.has(response.status())) this.#expected.add(response.url());
      else this.complaints.push(`answer: ${pathname} ${response.status()}`);
    }
    if (isPage && response.headers()["content-type"]?.startsWith("text/html")) {
      this.#documents.push(bodyOf(response));
    }
  }
}

async function bodyOf(response: Response): Promise<Document | undefined> {
  try {
    return { url: response.url(), html: await response.text() };
  } catch {
    // The browser has let go of it, since the test went on to the next page at once.
    return undefined;
  }
}
