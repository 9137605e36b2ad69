import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../src/words/en.js';
import { zh } from '../src/words/zh.js';
import { fill } from '../src/words/words.js';

const src = join(import.meta.dirname, '..', 'src');

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts')).map(name => join(folder, name));
}

/** Words of the screens: each words.ts has an `en` and a `zh` block. */
function blockOf(text: string, name: string): string[] {
  const start = text.search(new RegExp(`const ${name}\\b[^=]*= \\{`));
  const block = text.slice(text.indexOf('{', text.indexOf('=', start)), text.indexOf('\n}', start));
  return [...block.matchAll(/(?:^|[{,])\s*(?:'([^']+)'|([A-Za-z_]\w*)): /gm)].map(found => found[1] ?? found[2]!);
}

function isUsed(key: string, texts: readonly string[]): boolean {
  const group = key.slice(0, key.lastIndexOf('.') + 1);
  return texts.some(text => text.includes(`'${key}'`) || text.includes(`"${key}"`)
    || (group !== '' && text.includes(`\`${group}\${`)));
}

describe('the words of the frame', () => {
  it('are the same keys in both languages, none empty', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries({ ...en, ...zh })) expect(text, key).not.toBe('');
  });

  it('take the same values in both languages', () => {
    const values = (text: string) => [...new Set([...text.matchAll(/\{(\d)/g)].map(found => found[1]))].sort().join();
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect(values(zh[key]), key).toBe(values(en[key]));
  });

  it('are all used somewhere', () => {
    const texts = filesUnder(src).filter(name => !/words[\\/](en|zh)\.ts$/.test(name))
      .map(name => readFileSync(name, 'utf8'));
    expect(Object.keys(en).filter(key => !isUsed(key, texts))).toEqual([]);
  });
});

describe('the words of a screen', () => {
  const screens = filesUnder(join(src, 'screens')).filter(name => /[\\/]words(\.\w+)?\.ts$/.test(name));

  it.each(screens)('are the same keys in both languages, and all used: %s', file => {
    const text = readFileSync(file, 'utf8');
    const keys = blockOf(text, 'en');
    expect(keys.length).toBeGreaterThan(0);
    expect(blockOf(text, 'zh').sort()).toEqual([...keys].sort());
    const others = filesUnder(dirname(file)).filter(name => name !== file).map(name => readFileSync(name, 'utf8'));
    expect(keys.filter(key => !isUsed(key, others))).toEqual([]);
  });
});

describe('fill', () => {
  it('puts values in their places and chooses between one and many', () => {
    expect(fill('{0} of {1}', [2, 'x'])).toBe('2 of x');
    expect(fill('{0} {0|vehicle|vehicles}', [1])).toBe('1 vehicle');
    expect(fill('{0} {0|vehicle|vehicles}', [0])).toBe('0 vehicles');
    expect(fill('{0|车|车}', ['1,000'])).toBe('车');
  });

  it('says a dash for what is not there', () => expect(fill('{1}', ['a'])).toBe('—'));
});
