import { wordsOf } from '../words/index.js';

const en = {
  label: 'Map of the city. Arrow keys move it, plus and minus zoom, Home shows the whole city.',
  loading: 'The map is being loaded …',
  failed: 'The map could not be loaded; the list works without it.',
  again: 'Load the map again',
  zoomIn: 'Nearer',
  zoomOut: 'Farther',
  home: 'The whole city',
  data: 'Map data',
};

const zh: Record<keyof typeof en, string> = {
  label: '城市地图。方向键平移，加减号缩放，Home 键显示全市。',
  loading: '正在加载地图…',
  failed: '地图未能加载，列表仍可使用。',
  again: '重新加载地图',
  zoomIn: '放大',
  zoomOut: '缩小',
  home: '全市范围',
  data: '地图数据',
};

export const t = wordsOf(en, zh);
