import { describe, expect, it } from 'vitest';
import { bytesOf, intakeOf, storedOf, wholeHoursOf } from '../src/screens/works/model.js';

describe('the books', () => {
  const intake = { received: 100, spooled: 90, dead_lettered: 6, shed: 1, in_flight: 3, difference: 0, balanced: true };

  it('are added up here once more', () => {
    const sut = intakeOf(intake);
    expect(sut.left).toEqual({ term: 'received', value: 100 });
    expect(sut.right.map(one => one.value).reduce((a, b) => a + b)).toBe(100);
    expect(sut.difference).toBe(0);
  });

  it('say what is missing, whatever the host says of them', () => {
    expect(intakeOf({ ...intake, spooled: 88 }).difference).toBe(2);
    expect(storedOf({
      spooled: 50, stored: 45, store_rejected: 1, pending: 4, set_aside: 1, difference: 0, balanced: true,
    }).difference).toBe(-1);
  });
});

describe('sizes', () => {
  it.each([
    [0, 0, 'B'], [1_023, 1_023, 'B'], [1_024, 1, 'KiB'], [1_572_864, 1.5, 'MiB'], [2 ** 50, 1_024, 'TiB'],
  ])('%d bytes', (bytes, size, unit) => expect(bytesOf(bytes)).toEqual([size, unit]));
});

describe('a distance of whole hours', () => {
  it.each([
    [8 * 3_600, 8], [-8 * 3_600 + 119, 8], [8 * 3_600 + 121, null], [3_600, null], [15 * 3_600, null], [45, null],
  ])('%d s', (seconds, hours) => expect(wholeHoursOf(seconds)).toBe(hours));
});
