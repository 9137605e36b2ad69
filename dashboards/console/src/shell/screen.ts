import { property } from 'lit/decorators.js';
import { Part } from '../parts/element.js';

/** What a screen is: the frame sets `params` and `query` and shows its heading. */
export abstract class Screen extends Part {
  /** Of the path: `{ id: 'sewage-1' }` for /plants/:id. */
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};

  /** What stands behind the `?`; change it with `setQuery`. */
  @property({ attribute: false }) query = new URLSearchParams();

  private said = '';

  /** The heading of the page, where it is not the route's word: call it from `updated` or `willUpdate`. */
  protected setHeading(words: string): void {
    if (words === this.said) return;
    this.said = words;
    this.emit('t-heading', words);
  }
}
