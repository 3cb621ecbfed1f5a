// How easy our own pages read: the reading age by Flesch and Kincaid, which knows nothing but the length of sentences and words. A page may
// pass it and still be hard; one that fails it is.

import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";

import { fleschKincaid } from "flesch-kincaid";
import { syllable } from "syllable";

import { expect, test } from "../support/test.ts";

const FOLDER = resolve(import.meta.dirname, "../../app/domain/content/guidance");
/** In years. */
const OLDEST = 11;
/** In words. */
const LONGEST = 28;

/** The sentences of a page, each as its words; an item of a list and a cell of a table are one each, headings none. */
function sentences(file: string): string[][] {
  const text = readFileSync(resolve(FOLDER, file), "utf8").split("+++")[2] ?? "";
  const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*`]/g, "");
  const lines = plain.split("\n").filter((line) => !line.startsWith("#") && !/^\|[-|]+$/.test(line));
  const parts = lines.flatMap((line) => line.replace(/^(-|\d+\.) /, "").split(/(?<=[.!?:])\s|\|/));
  return parts.map((part) => part.match(/[A-Za-z][A-Za-z'’-]*/g) ?? []).filter((words) => words.length > 0);
}

for (const file of readdirSync(FOLDER)) {
  test(`${file} reads as easily as it should`, () => {
    const all = sentences(file);
    const words = all.flat();
    const syllables = words.reduce((sum, word) => sum + syllable(word), 0);
    const age = fleschKincaid({ sentence: all.length, word: words.length, syllable: syllables }) + 5;
    test.info().annotations.push({ type: "reading age", description: age.toFixed(1) });
    expect(age, "reading age in years").toBeLessThan(OLDEST);
    expect(all.filter((sentence) => sentence.length > LONGEST).map((sentence) => sentence.join(" "))).toEqual([]);
  });
}
