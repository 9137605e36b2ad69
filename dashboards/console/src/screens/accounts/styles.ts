import { css } from 'lit';

export const fields = css`
  .fields { display: grid; gap: .8rem; }
  .fields label { display: grid; gap: .25rem; font-weight: 600; }
  .fields label.check { display: flex; align-items: center; gap: .5rem; font-weight: 400; }
  .fields :is(input:not([type='checkbox']), select) { width: 100%; font-weight: 400; }
  .secret {
    font-family: var(--mono, ui-monospace, monospace); font-size: 1.05rem; overflow-wrap: anywhere; user-select: all;
    background: var(--faint); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem;
  }
`;
