// The few pictures there are: strokes in the colour of the text.

import { svg } from './dom';

const PATHS = {
  ok: 'M4 10.5l4 4 8-9',
  error: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  warning: 'M10 3.5l7.2 12.8H2.8zM10 8.2v3.6M10 14v.2',
  info: 'M10 9v5M10 6v.2M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 0 0 0-14.4z',
  open: 'M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 0 0 0-14.4z',
  file: 'M5 2.8h6.5l4 4v10.4H5zM11.2 3v4.2h4.2',
  download: 'M10 3v9.5M6 9l4 4 4-4M4 16.5h12',
  wand: 'M3.5 16.5L12 8M14 3v3M12.5 4.5h3M16.5 9v2.5M15.2 10.2h2.6M8 3.5v2M7 4.5h2',
  undo: 'M7 4L3.5 7.5 7 11M4 7.5h8a4.2 4.2 0 0 1 0 8.5H8',
  up: 'M5 12l5-5 5 5',
  down: 'M5 8l5 5 5-5',
  link: 'M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1',
  chevron: 'M7 4.5l5.5 5.5L7 15.5',
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGSVGElement {
  return svg(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 20 20', 'aria-hidden': 'true' },
    svg('path', { d: PATHS[name] }),
  );
}
