import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = ['src', 'tests', 'build'].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(ts|mjs|css)$/.test(name)).map(name => join(folder, name)));
const lines = (file: string) => readFileSync(join(root, file), 'utf8').split('\n');

/** What every screen stands on. */
const frame = files.filter(file => /^src[\\/](api|charts|live|parts|shell|words|screens[\\/]overview)[\\/]/.test(file));

describe('the sources', () => {
  it('of the frame are 120 characters wide at most', () => {
    expect(frame.length).toBeGreaterThan(40);
    const wide = frame.flatMap(file =>
      lines(file).flatMap((line, i) => (line.length > 120 ? [`${file}:${i + 1}`] : [])));
    expect(wide).toEqual([]);
  });

  it('of the frame are files of less than 300 lines', () => {
    expect(frame.filter(file => lines(file).length > 300)).toEqual([]);
  });

  it('ask nobody else and write no style into an attribute: the page’s policy refuses both', () => {
    const forbidden = /\sstyle=|styleMap|https?:\/\/(?!www\.w3\.org|127\.0\.0\.1)/;
    const wrong = files.filter(file => file.startsWith('src')).flatMap(file =>
      lines(file).flatMap((line, i) => (forbidden.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])));
    expect(wrong).toEqual([]);
  });
});
