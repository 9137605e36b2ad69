/** Names of quality parameters; one that nobody knows is itself, its unit being in its name. */
import { language } from '../../words/index.js';

const KNOWN: Record<string, readonly [en: string, zh: string, unit: string]> = {
  cod_mgl: ['COD', '化学需氧量 COD', 'mg/L'],
  bod_mgl: ['BOD', '生化需氧量 BOD', 'mg/L'],
  bod5_mgl: ['BOD₅', '生化需氧量 BOD₅', 'mg/L'],
  nh3n_mgl: ['NH₃-N', '氨氮 NH₃-N', 'mg/L'],
  tn_mgl: ['TN', '总氮 TN', 'mg/L'],
  tp_mgl: ['TP', '总磷 TP', 'mg/L'],
  ss_mgl: ['SS', '悬浮物 SS', 'mg/L'],
  do_mgl: ['Dissolved oxygen', '溶解氧', 'mg/L'],
  ph: ['pH', 'pH', ''],
  temp_c: ['Temperature', '水温', '°C'],
  ntu: ['Turbidity', '浊度', 'NTU'],
};

const UNITS: readonly [RegExp, string][] = [[/_mgl$/, 'mg/L'], [/_ugl$/, 'µg/L'], [/_c$/, '°C'], [/_pct$/, '%'], [/_m$/, 'm']];

export function parameterName(id: string): string {
  const known = KNOWN[id];
  return known ? known[language() === 'zh' ? 1 : 0] : id;
}

export function parameterUnit(id: string): string {
  return KNOWN[id]?.[2] ?? UNITS.find(([ending]) => ending.test(id))?.[1] ?? '';
}

/** Beyond a limit; a limit is inclusive, as in the rules of the day. */
export function isBeyond(value: number | undefined, min: number | undefined, max: number | undefined): boolean {
  return value !== undefined && ((min !== undefined && value < min) || (max !== undefined && value > max));
}
