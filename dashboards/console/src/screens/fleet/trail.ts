import type { Position } from '../../map/types.js';

/** The newest positions of one vehicle in room that never grows, oldest first. */
export class Trail implements Iterable<Position> {
  private readonly degrees: Float64Array;
  private count = 0;
  private next = 0;

  /** @param most positions kept */
  constructor(private readonly most: number) {
    this.degrees = new Float64Array(most * 2);
  }

  get length(): number {
    return this.count;
  }

  /** Nothing where it has not moved. */
  add(lon: number, lat: number): void {
    const last = ((this.next + this.most - 1) % this.most) * 2;
    if (this.count > 0 && this.degrees[last] === lon && this.degrees[last + 1] === lat) return;
    this.degrees[this.next * 2] = lon;
    this.degrees[this.next * 2 + 1] = lat;
    this.next = (this.next + 1) % this.most;
    this.count = Math.min(this.count + 1, this.most);
  }

  clear(): void {
    this.count = this.next = 0;
  }

  *[Symbol.iterator](): Iterator<Position> {
    const first = (this.next + this.most - this.count) % this.most;
    for (let i = 0; i < this.count; i++) {
      const at = ((first + i) % this.most) * 2;
      yield [this.degrees[at]!, this.degrees[at + 1]!];
    }
  }
}
