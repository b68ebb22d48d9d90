/** How the pages are built: SvelteKit for Node, our own packages bundled in, and the policy of what a page may load. */
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

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
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
})
