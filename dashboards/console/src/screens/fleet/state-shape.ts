import { svg, html, type TemplateResult } from 'lit';
import type { Activity } from '../../map/types.js';

const ARROW = 'M0,-7 L4.6,5.2 L0,2.5 L-4.6,5.2 Z';

/** The shape that a vehicle in this state has on the map; an arrow points where it goes. */
export function stateShape(activity: Activity, heading: number | null): TemplateResult {
  return html`<svg class="shape" viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true">${
    inner(activity, heading)}</svg>`;
}

function inner(activity: Activity, heading: number | null): TemplateResult {
  switch (activity) {
    case 'driving': return arrow(heading, 1);
    case 'working': return svg`<circle r="7.5" fill="none" stroke="currentColor" stroke-width="1.6"/>${
      arrow(heading, 0.7)}`;
    case 'stopped': return svg`<rect x="-5" y="-5" width="10" height="10" fill="currentColor"/>`;
    case 'idling': return svg`<rect x="-5" y="-5" width="10" height="10" fill="none" stroke="currentColor"
      stroke-width="2.2"/>`;
    case 'offline': return svg`<path d="M-5.5,-5.5 H5.5 V5.5 H-5.5 Z M-3,-3 L3,3 M3,-3 L-3,3" fill="none"
      stroke="currentColor" stroke-width="1.8"/>`;
    default: return svg`<circle r="6" fill="none" stroke="currentColor" stroke-width="1.6"/><path
      d="M-1.8,-1.6 a1.9,1.9 0 1 1 2.8,1.7 q-1,.5 -1,1.5 M0,3.2 v.9" fill="none" stroke="currentColor"
      stroke-width="1.4"/>`;
  }
}

function arrow(heading: number | null, scale: number): TemplateResult {
  return heading === null
    ? svg`<circle r=${4.5 * scale} fill="currentColor"/>`
    : svg`<path d=${ARROW} transform="rotate(${heading}) scale(${scale})" fill="currentColor"/>`;
}
