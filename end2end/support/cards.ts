// Worlds where people sign in with a smartcard: one that is a demonstration, and two processes on one PostgreSQL.

import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { promisify } from "node:util";

import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import pg from "pg";

import { CARDS, CLIENT, startIssuer } from "./issuer.mjs";
import { acceptAgreement } from "./people.ts";
import { BINARY, World, freePort } from "./server.ts";

/** Organisation files that a test may import. */
const SAMPLES = resolve(import.meta.dirname, "../../app/domain/tests/samples");
const FILES = ["epraccur-2022-12.csv", "practice-map-2025-10.csv"];
/** Both sides of what the tests agree on; a deployment has a secret or a key of its own. */
const SECRET = "invented-for-the-tests";

export type Card = keyof typeof CARDS;

/** Servers, and the issuer that they send people to. */
export interface Together {
  issuer: string;
  worlds: World[];
  stop: () => Promise<void>;
}

const settings = (issuer: string) =>
  `[[issuers]]\nkey = "cis2"\nlabel = "your smartcard"\nissuer = "${issuer}"\nclient_id = "${CLIENT}"\nclient_secret = "${SECRET}"\n`;

/** Starts an issuer and as many servers as there are databases; none in the list makes a demonstration. */
async function together(databases: (string | undefined)[]): Promise<Together> {
  const ports = await Promise.all(databases.map(freePort));
  const trackers = ports.map((port) => `http://127.0.0.1:${port}`);
  const { issuer, close } = await startIssuer({ trackers, secret: SECRET });
  const worlds: World[] = [];
  const stop = async () => {
    await Promise.all(worlds.map((world) => world.stop()));
    await close();
  };
  try {
    for (const [index, port] of ports.entries()) {
      const database = databases[index];
      worlds.push(await World.start({ port, settings: settings(issuer), ...(database ? { database } : {}) }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { issuer, worlds, stop };
}

/** A demonstration with an issuer. */
export const demonstration = (): Promise<Together> => together([undefined]);

/** Two processes on one PostgreSQL, with a few invented practices. */
export async function twoProcesses(): Promise<Together> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("TEST_DATABASE_URL: run the tests by `cargo xtask test`");
  const name = `e2e_${randomUUID().replaceAll("-", "")}`;
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const env = { PATH: process.env.PATH ?? "", TRACKER_DATABASE_URL: url.href };
  const tracker = (...program: string[]) => promisify(execFile)(BINARY, program, { env });
  await tracker("migrate");
  await tracker("import", "--accept-part", ...FILES.map((file) => resolve(SAMPLES, file)));
  const both = await together([url.href, url.href]);
  const stop = async () => {
    await both.stop();
    await run(`DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { ...both, stop };
}

/** The way everybody goes: the button, the card, and back. */
export async function showCard(page: Page, address: string, card: Card): Promise<void> {
  await page.goto(`${address}/sign-in`);
  await page.getByRole("button", { name: "Sign in with your smartcard" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Show a smartcard");
  const { given, family } = CARDS[card];
  await page.getByRole("button", { name: `${given} ${family}` }).click();
  await page.waitForURL((url) => url.href.startsWith(address));
  await acceptAgreement(page);
}

/** Takes the card out at the issuer, which tells the servers. */
export async function takeCardOut(page: Page, issuer: string): Promise<void> {
  await page.goto(`${issuer}/session/end`);
  await page.getByRole("button", { name: "Take the card out" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your smartcard is out");
}
