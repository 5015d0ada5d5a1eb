// Bars, and the chart of amounts by currency.

import type { CurrencyTotal } from '../core';
import { h, svg } from '../ui/dom';
import { count, grouped } from '../ui/words';

const WIDTH = 1000;

/** A bar of parts, each a share of the whole width. */
export function bar(parts: { share: number; tone: string }[]): SVGSVGElement {
  let x = 0;
  return svg(
    'svg',
    { class: 'bars', viewBox: `0 0 ${WIDTH} 10`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'track', width: WIDTH, height: 10 }),
    parts.map(({ share, tone }) => {
      // what is there is seen, however little it is
      const width = share === 0 ? 0 : Math.max(4, share * WIDTH);
      const rect = svg('rect', { class: tone, x, width, height: 10 });
      x += width;
      return rect;
    }),
  );
}

/** How much of an amount another is, both as decimal texts; for the length of a bar alone. */
function share(part: string, whole: string): number {
  const ratio = Number(part) / Number(whole);
  return Number.isFinite(ratio) ? Math.min(1, Math.max(0, ratio)) : 0;
}

export function currencyChart(totals: CurrencyTotal[]): HTMLElement {
  return h(
    'ul',
    { class: 'chart currencies' },
    totals.map((total) => {
      const accepted = share(total.acceptedAmount, total.amount);
      return h(
        'li',
        {},
        h(
          'div',
          { class: 'bar-head' },
          h('b', {}, total.currency),
          h('span', { class: 'bar-value' }, grouped(total.amount), h('span', { class: 'sr' }, ` ${total.currency}`)),
        ),
        bar([
          { share: accepted, tone: 'ok' },
          { share: total.amount === total.acceptedAmount ? 0 : 1 - accepted, tone: 'error' },
        ]),
        h(
          'p',
          { class: 'bar-note' },
          `${grouped(total.acceptedAmount)} accepted in ${count(total.acceptedRows, 'row')} of ${total.rows.toLocaleString('en')}`,
        ),
      );
    }),
  );
}
