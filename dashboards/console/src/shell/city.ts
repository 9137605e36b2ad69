import { get } from '../api/api.js';
import type { PlantList } from '../api/types.js';
import { setTimeZone } from '../words/format.js';
import { nameOf, type LocalizedName } from '../words/index.js';

const listeners = new Set<() => void>();
let plants: PlantList | null = null;
let asked: Promise<PlantList> | null = null;
let at = 0;

/** What is known is from before: the next who asks gets a new answer. */
export const forgetPlants = (): void => void (at = 0);

/** The registry's plants as last answered. */
export const knownPlants = (): PlantList | null => plants;

export const cityName = (): string => nameOf(plants?.city as LocalizedName | undefined, 'Telemetry');

/** @returns ends it */
export function onCity(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Plants, names and the city's time zone; shared by all that ask within a while. */
export async function askPlants(maxAgeMs = 60_000): Promise<PlantList> {
  if (plants && Date.now() - at < maxAgeMs) return plants;
  asked ??= get<PlantList>('/api/plants').finally(() => (asked = null));
  const answer = await asked;
  if (answer !== plants) {
    plants = answer;
    at = Date.now();
    setTimeZone(answer.time_zone);
    for (const listener of [...listeners]) listener();
  }
  return answer;
}
