import { toast } from '../../parts/toast.js';
import { t } from './words.js';

/** Puts a text where it can be pasted, and says whether it could. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('copied'));
  } catch {
    toast(t('notCopied'), 'bad'); // no https, or not allowed
  }
}
