import { afterEach, describe, expect, it } from 'vitest';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { csvOf } from '../src/parts/csv.js';
import { addMonths } from '../src/parts/date.js';
import { Part } from '../src/parts/element.js';
import { compare, type Column, type Table } from '../src/parts/table.js';
import '../src/parts/table.js';
import { setLanguage } from '../src/words/words.js';

afterEach(() => {
  document.body.replaceChildren();
  setLanguage('en');
});

describe('CSV', () => {
  it('begins with a byte order mark and quotes what needs it', () => {
    expect(csvOf(['名称', 'a,b'], [['x "y"', 1.5], [null, true]])).toBe('\ufeff名称,"a,b"\r\n"x ""y""",1.5\r\n,true\r\n');
  });

  it('makes no formula of a text, and leaves numbers alone', () => {
    expect(csvOf(['a'], [['=1+1'], [-5]])).toBe("\ufeffa\r\n'=1+1\r\n-5\r\n");
  });
});

describe('sorting', () => {
  it('keeps the unknown last whichever way', () => {
    const order = (isDown: boolean) => [3, null, 1, undefined, 2].sort((a, b) => compare(a, b, isDown));
    expect(order(false)).toEqual([1, 2, 3, null, undefined]);
    expect(order(true).slice(0, 3)).toEqual([3, 2, 1]);
  });

  it('sorts texts as people count', () => {
    expect(['v-10', 'v-9'].sort((a, b) => compare(a, b, false))).toEqual(['v-9', 'v-10']);
  });
});

describe('months', () => {
  it('go over the year', () => {
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(addMonths('2026-12', 1)).toBe('2027-01');
  });
});

describe('a table', () => {
  interface Row { id: string; n: number | null }
  const columns: readonly Column<Row>[] = [
    { key: 'id', words: 'Name', value: row => row.id, isHead: true },
    { key: 'n', words: 'Count', unit: 'm³', value: row => row.n, isNumber: true },
  ];

  async function createSut(): Promise<Table> {
    const sut = document.createElement('t-table') as Table;
    sut.columns = columns as readonly Column<never>[];
    sut.rows = [{ id: 'a', n: 2 }, { id: 'b', n: null }, { id: 'c', n: 5 }];
    sut.key = ((row: Row) => row.id) as never;
    document.body.append(sut);
    await sut.updateComplete;
    return sut;
  }

  const names = (sut: Table) => [...sut.renderRoot.querySelectorAll('tbody th')].map(one => one.textContent?.trim());

  it('sorts a number downwards first, then upwards, the unknown last', async () => {
    const sut = await createSut();
    const button = sut.renderRoot.querySelectorAll<HTMLButtonElement>('thead button')[1]!;
    button.click();
    await sut.updateComplete;
    expect(names(sut)).toEqual(['c', 'a', 'b']);
    expect(sut.renderRoot.querySelectorAll('th')[1]!.getAttribute('aria-sort')).toBe('descending');
    button.click();
    await sut.updateComplete;
    expect(names(sut)).toEqual(['a', 'c', 'b']);
  });

  it('writes to the CSV what is shown, as it is sorted', async () => {
    const sut = await createSut();
    sut.renderRoot.querySelectorAll<HTMLButtonElement>('thead button')[1]!.click();
    expect(sut.csv()).toBe('\ufeffName,Count (m³)\r\nc,5\r\na,2\r\nb,\r\n');
  });

  it('shows a dash for what is not known', async () => {
    const sut = await createSut();
    expect(sut.renderRoot.querySelectorAll('tbody td')[1]!.textContent).toBe('—');
  });
});

@customElement('t-breaks')
class Breaks extends Part {
  static isBroken = true;

  override render() {
    if (Breaks.isBroken) throw new Error('no such thing');
    return html`<p>whole</p>`;
  }
}

describe('a part that fails', () => {
  it('says so in its own place and can be tried again', async () => {
    const said = console.error;
    console.error = () => {};
    const sut = document.createElement('t-breaks') as Breaks;
    const other = document.createElement('p');
    other.textContent = 'the other';
    document.body.append(sut, other);
    await sut.updateComplete;
    console.error = said;
    expect(sut.shadowRoot!.querySelector('[role=alert]')!.textContent).toContain('This part failed');
    expect(document.body.textContent).toContain('the other');

    Breaks.isBroken = false;
    sut.shadowRoot!.querySelector('button')!.click();
    await sut.updateComplete;
    expect(sut.shadowRoot!.textContent).toContain('whole');
    expect(sut.shadowRoot!.querySelector('[role=alert]')).toBeNull();
  });
});
