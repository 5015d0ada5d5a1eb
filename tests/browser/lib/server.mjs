// The built page as a static host would serve it, from a path of its own and with the policy as a header.

import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CSP } from '../../../www/csp.js';

export const dist = fileURLToPath(new URL('../../../www/dist', import.meta.url));
const PREFIX = '/some/path/';
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Answers `{url, close}`. `header: false` leaves the policy to the page's own tag. */
export async function serve({ header = true } = {}) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    const name = path.startsWith(PREFIX) ? normalize(path.slice(PREFIX.length) || 'index.html') : '';
    const file = join(dist, name);
    if (name === '' || name.startsWith('..') || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (header) response.setHeader('Content-Security-Policy', CSP);
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}${PREFIX}`, close: () => server.close() };
}
