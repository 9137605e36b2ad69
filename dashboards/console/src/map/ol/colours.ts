import { colour } from '../../shell/theme.js';

/** The colours of a map in the theme in force. */
export interface Colours {
  readonly ground: string; readonly sea: string; readonly land: string; readonly shore: string;
  readonly ink: string; readonly muted: string; readonly card: string; readonly accent: string;
  readonly normal: string; readonly focus: string;
  readonly look: string; readonly bad: string;
  readonly font: string;
}

export const coloursNow = (): Colours => ({
  ground: colour('--ground'), sea: colour('--sea'), land: colour('--land'), shore: colour('--range-ink'),
  ink: colour('--ink'), muted: colour('--muted'), card: colour('--card'), accent: colour('--accent'),
  normal: colour('--normal'), focus: colour('--focus'), look: colour('--look-line'), bad: colour('--bad-line'),
  font: colour('--font'),
});

/** Ways side by side: told apart by dash as well as by colour. */
export const TRACK_LOOKS: readonly { readonly colour: (of: Colours) => string; readonly dash: readonly number[] }[] = [
  { colour: of => of.focus, dash: [] },
  { colour: of => of.ink, dash: [10, 5] },
  { colour: of => of.accent, dash: [3, 4] },
  { colour: of => of.muted, dash: [12, 4, 3, 4] },
];
