import { wordsOf } from '../../words/index.js';

const en = {
  plants: 'Plants',
};

const zh: Record<keyof typeof en, string> = {
  plants: '处理厂',
};

export const t = wordsOf(en, zh);
