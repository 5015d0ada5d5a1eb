import { defineConfig, type Plugin } from 'vite';
import { CSP } from './csp.js';

/** Writes the policy into the built page; the development server injects scripts that it would refuse. */
function policy(): Plugin {
  return {
    name: 'policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replace('<meta charset="utf-8">', `$&\n    <meta http-equiv="Content-Security-Policy" content="${CSP}">`),
    },
  };
}

/** Has the module fetched while the script is still on its way. */
function preload(): Plugin {
  return {
    name: 'preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const module = Object.keys(bundle ?? {}).find((name) => name.endsWith('.wasm'));
        return module === undefined
          ? []
          : [
              {
                tag: 'link',
                injectTo: 'head',
                attrs: {
                  rel: 'preload',
                  as: 'fetch',
                  type: 'application/wasm',
                  crossorigin: true,
                  href: `./${module}`,
                },
              },
            ];
      },
    },
  };
}

export default defineConfig({
  // works from any path
  base: './',
  plugins: [policy(), preload()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  server: { fs: { allow: ['..'] } },
});
