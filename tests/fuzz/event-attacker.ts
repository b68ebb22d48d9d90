/** Somebody who sends nonsense as Socket.IO packets: known events with any arguments, and packets of any form. */
import { between, openRawNews, pickFrom, randomBytes, spoil, type Random, type RawNews } from '@briefboard/testkit'
import type { Attacker } from './attacker.ts'

const EVENTS = ['board:watch', 'board:leave', 'card:tell', 'disconnect', '__proto__', '']
const HEADS = ['42', '42', '42', '420', '42/other,', '43', '40', '41', '44', '451-', '2', '3', '']

export async function openEventAttacker(
  { url, token, board }: { url: string; token: string; board: string },
  random: Random,
): Promise<Attacker> {
  let news: RawNews = await openRawNews({ url, token })
  return {
    clients: [],
    async attack(count) {
      for (let sent = 0; sent < count; sent++) {
        if (news.socket.readyState !== news.socket.OPEN) news = await openRawNews({ url, token })
        news.send(drawPacket(random, board))
      }
    },
    close: () => news.close(),
  }
}

function drawPacket(random: Random, board: string): string | Uint8Array {
  const packet = `${pickFrom(random, HEADS)}${JSON.stringify([pickFrom(random, EVENTS), ...drawArguments(random, board)])}`
  const drawn = random()
  if (drawn < 0.7) return packet
  if (drawn < 0.9) return Buffer.from(spoil(random, Buffer.from(packet))).toString()
  return randomBytes(random, between(random, 0, 40))
}

function drawArguments(random: Random, board: string): unknown[] {
  const values: unknown[] = [board, 'created', null, {}, [], [[board]], 7, '\u0000', 'x'.repeat(400), { __proto__: 1 }]
  return Array.from({ length: between(random, 0, 4) }, () => pickFrom(random, values))
}
