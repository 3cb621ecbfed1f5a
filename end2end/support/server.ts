// The real program with its demonstration data, on a database of its own.

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Mailbox } from "./mailbox.ts";

const TARGET = process.env.CARGO_TARGET_DIR ?? resolve(import.meta.dirname, "../../target");
export const BINARY = process.env.E2E_BIN ?? join(TARGET, "debug/tracker");
const ASSETS = process.env.E2E_ASSETS ?? join(TARGET, "site");

/** How long it may take to make its data and listen, in milliseconds. */
const PATIENCE = 60_000;

/** What is out of the ordinary about a world. */
export interface Start {
  /** Where it listens; any free port where it is not said. */
  port?: number;
  /** Its `tracker.toml`. */
  settings?: string;
  /** The database it serves, in the place of a demonstration. */
  database?: string;
}

/** A server and the mailbox that it sends to. */
export class World {
  readonly address: string;
  readonly mailbox: Mailbox;
  readonly #folder: string;
  readonly #process: ChildProcess;
  #log = "";

  private constructor(port: number, folder: string, mailbox: Mailbox, database?: string) {
    this.address = `http://127.0.0.1:${port}`;
    this.mailbox = mailbox;
    this.#folder = folder;
    // Only what it needs: nothing of the developer's own settings.
    const env: Record<string, string> = {
      PATH: process.env.PATH ?? "",
      TRACKER_ASSETS: ASSETS,
      // Many tests sign in as the same people from the same machine.
      TRACKER_LINKS_PER_ADDRESS: "1000",
      TRACKER_LINKS_PER_NETWORK: "1000",
    };
    const listen = `127.0.0.1:${port}`;
    if (database) Object.assign(env, { TRACKER_DATABASE_URL: database, TRACKER_LISTEN: listen, TRACKER_SMTP_URL: mailbox.url });
    const demo = ["demo", "--listen", listen, "--database", join(folder, "tracker.sqlite"), "--smtp-url", mailbox.url];
    const program = database ? ["serve"] : demo;
    this.#process = spawn(BINARY, program, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (part: Buffer) => void (this.#log += part.toString());
    this.#process.stdout?.on("data", keep);
    this.#process.stderr?.on("data", keep);
    this.#process.on("error", (error) => void (this.#log += error.message));
    process.once("exit", this.#kill);
  }

  static async start(start: Start = {}): Promise<World> {
    const [free, folder, mailbox] = await Promise.all([freePort(), mkdtemp(join(tmpdir(), "tracker-")), Mailbox.open()]);
    if (start.settings) await writeFile(join(folder, "tracker.toml"), start.settings);
    const world = new World(start.port ?? free, folder, mailbox, start.database);
    try {
      await world.#ready();
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  /** What it has said so far. */
  get log(): string {
    return this.#log;
  }

  /** Moves the clock of the demonstration to 9:05am on a day like 2023-11-01. */
  async moveClock(to: string): Promise<void> {
    const [year = "", month = "", day = ""] = to.split("-");
    const answer = await fetch(`${this.address}/demo/sign-in`, {
      method: "POST",
      headers: { origin: this.address },
      body: new URLSearchParams({ form: "clock", "to[day]": day, "to[month]": month, "to[year]": year }),
      redirect: "manual",
    });
    if (answer.status !== 303) throw new Error(`the clock did not move to ${to}: ${answer.status}`);
  }

  async stop(): Promise<void> {
    process.off("exit", this.#kill);
    if (this.#runs) {
      const ended = new Promise((end) => this.#process.once("exit", end));
      this.#process.kill("SIGTERM");
      const late = AbortSignal.timeout(10_000);
      late.addEventListener("abort", this.#kill);
      await ended;
    }
    await this.mailbox.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #kill = () => void this.#process.kill("SIGKILL");

  get #runs(): boolean {
    return this.#process.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while (Date.now() < deadline) {
      const answer = await fetch(`${this.address}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      if (!this.#runs) throw new Error(`${BINARY} stopped by itself: ${this.#log}`);
      await sleep(50);
    }
    throw new Error(`${BINARY} was not ready after ${PATIENCE / 1000} s: ${this.#log}`);
  }
}

/** A port that is free now and stays so: below those that the system hands out by itself, to clients and to whoever asks for any. */
export async function freePort(): Promise<number> {
  const port = randomInt(20_000, 32_000);
  const isFree = await new Promise<boolean>((found) => {
    const listener = createServer().once("error", () => found(false));
    listener.listen(port, "127.0.0.1", () => listener.close(() => found(true)));
  });
  return isFree ? port : freePort();
}
