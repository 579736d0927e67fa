/** Which review regime applies: goods and services under the Procurement Law, works under the Tendering Law (rulebook P8). */
export type Track = 'goodsServices' | 'works';

export const tracks = ['goodsServices', 'works'] as const satisfies readonly Track[];

export function trackOf(category: 'goods' | 'services' | 'works'): Track {
  return category === 'works' ? 'works' : 'goodsServices';
}
