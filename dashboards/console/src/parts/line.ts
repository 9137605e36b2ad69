import { html, type TemplateResult } from 'lit';

/** A date, or a number with its unit, that is not broken in a narrow column. */
export const oneLine = (words: string): TemplateResult => html`<span .style=${'white-space: nowrap'}>${words}</span>`;
