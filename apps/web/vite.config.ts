/** How the pages are built: SvelteKit for Node, our own packages bundled in, and the policy of what a page may load. */
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

/**
 * What nearly every page has is in one file each: dozens of icons in files of their own cost more bytes around them than
 * in them. Svelte has its own, or it would come into the icons' file.
 */
const TOGETHER = [
  { name: 'svelte', test: /node_modules\/(?:svelte|esm-env|clsx)\//, priority: 2, minShareCount: 8 },
  { name: 'icons', test: /@lucide\/svelte/, priority: 1, minShareCount: 3 },
]

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ precompress: true }),
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          // For browsers of today, WebSockets of the page's own address are part of it.
          'connect-src': ['self'],
          // Components set widths and colours through style attributes.
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  // The packages are TypeScript source; light-dark() in the tokens is left as it is.
  ssr: { noExternal: [/^@briefboard\//] },
  environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups: TOGETHER } } } } } },
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
})
