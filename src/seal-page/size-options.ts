import { optionsOf } from './elements.js';

/** The size of an enterprise as it is declared, or none. */
export function sizeOptions(): HTMLSelectElement {
  return optionsOf([
    ['', '未声明 none declared'],
    ['micro', '微型 micro'],
    ['small', '小型 small'],
    ['medium', '中型 medium'],
    ['large', '大型 large'],
  ]);
}
