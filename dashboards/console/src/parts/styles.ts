import { css } from 'lit';

/** What all elements share; colours are the custom properties of base.css. */
export const shared = css`
  * { box-sizing: border-box; }
  :host { display: block; }
  :host([hidden]), [hidden] { display: none !important; }
  h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
  h1 { font-size: 1.25rem; font-weight: 650; }
  h2 { font-size: 1.05rem; font-weight: 650; }
  h3 { font-size: .9rem; font-weight: 600; }
  ul, ol { list-style: none; }
  a { color: inherit; text-underline-offset: .15em; cursor: var(--pointer, pointer); }
  a:hover { text-decoration-thickness: 2px; }
  button, input, select, textarea { font: inherit; color: inherit; }
  button, .button {
    display: inline-flex; align-items: center; gap: .35rem; padding: .3rem .7rem; min-height: 2rem;
    background: var(--card); border: 1px solid var(--range-ink); border-radius: 6px; cursor: var(--pointer, pointer);
    text-decoration: none; white-space: nowrap;
  }
  button:hover:not(:disabled), .button:hover { background: var(--faint); }
  button[aria-pressed='true'], button[aria-selected='true'], .chosen {
    background: var(--ink); color: var(--card); border-color: var(--ink);
  }
  button:disabled { color: var(--muted); border-style: dashed; cursor: default; }
  input, select, textarea {
    background: var(--card); border: 1px solid var(--range-ink); border-radius: 6px; padding: .3rem .5rem;
    min-height: 2rem; max-width: 100%;
  }
  input[type='checkbox'], input[type='radio'] {
    min-height: 0; width: 1.1rem; height: 1.1rem; accent-color: var(--accent);
  }
  :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
  .muted { color: var(--muted); font-weight: 400; }
  .small { font-size: .875rem; }
  .number, .n { font-variant-numeric: tabular-nums; }
  .n { text-align: right; }
  .mark { display: inline-block; width: 1.2em; text-align: center; font-family: var(--marks); }
  .unseen {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  .look { color: var(--look-ink); font-weight: 600; }
  .bad { color: var(--bad-ink); font-weight: 600; }
  .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; min-width: 0; }
  .note { color: var(--muted); padding: .5rem 0; }
  .problem {
    color: var(--bad-ink); background: var(--bad-ground); border: 1px solid var(--bad-line); border-radius: 6px;
    padding: .5rem .75rem;
  }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .8rem; }
  .push { margin-left: auto; }
  @media print {
    button, .button, .screen-only { display: none !important; }
    .card { border: 0; padding: 0; break-inside: avoid; }
  }
`;
