import { css } from 'lit';
import { shared } from '../../parts/styles.js';

export const styles = [shared, css`
  .screen { display: grid; grid-template-columns: minmax(34rem, 48%) 1fr; gap: .75rem;
    height: max(32rem, calc(100dvh - 9.5rem)); }
  .screen.no-map { grid-template-columns: 1fr; }
  .left { display: flex; flex-direction: column; gap: .5rem; min-height: 0; min-width: 0; overflow: auto; }
  t-vehicle-list { flex: 1 0 16rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px;
    overflow: hidden; }
  t-map { height: 100%; }
  .filters label { display: inline-flex; gap: .4rem; align-items: center; }
  .filters input { width: 11rem; }
  .filters select { max-width: 11rem; }
  search { display: flex; }
  @media (max-width: 60rem) {
    .screen { grid-template-columns: 1fr; height: auto; }
    t-vehicle-list { height: 70dvh; flex: none; order: 2; }
    t-map { height: 60dvh; }
  }
  @media print {
    .screen { display: block; height: auto; }
    .filters { display: none; }
    t-map { height: 12cm; }
  }
`];
