/** What SvelteKit carries for this app: the server's services in each request, and errors in words. */
import type { PageServices } from '@briefboard/protocol/pages'
import type { Person } from '@briefboard/protocol'

declare global {
  namespace App {
    interface Locals {
      services: PageServices
    }
    interface PageData {
      person?: Person | null
    }
  }
}

export {}
