// A server as it is deployed, not a demonstration: with the time of the day, a practice from an organisation file, and one account.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { BINARY, World } from "./server.ts";

const REGISTER = resolve(import.meta.dirname, "../../app/domain/tests/samples/epraccur-2022-12.csv");

export const sam = { name: "Sam Pell", email: "sam.pell@practice.example" };

/** Starts one with these settings. */
export async function serving(settings: string): Promise<{ world: World; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "tracker-serving-"));
  const database = `sqlite://${join(folder, "tracker.sqlite")}`;
  const env = { PATH: process.env.PATH ?? "", TRACKER_DATABASE_URL: database };
  const tracker = (...program: string[]) => promisify(execFile)(BINARY, program, { env });
  await tracker("migrate");
  await tracker("import", REGISTER, "--accept-part");
  await tracker("account", "add", sam.email, "--name", sam.name, "--role", "admin", "--org", "ENGLAND", "--any-domain");
  const world = await World.start({ database, settings });
  const stop = async () => {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { world, stop };
}
