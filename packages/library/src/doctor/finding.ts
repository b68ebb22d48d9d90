/** What doctor can find: how bad each thing is, what it means, and what to do about it. */

/** `lost`: something that was saved is gone. `threat`: it may come to that. `note`: nothing is lost by it. */
export type Weight = 'lost' | 'threat' | 'note'

interface Kind {
  weight: Weight
  means: string
  todo: string
}

const RESTORE_IF_MISSING =
  'If text is missing, take it from a backup; then `briefboard mend ROOM`: docs/runbook.md, Damage.'
const RESTORE = 'Take it from a backup: docs/runbook.md, Damage.'
const FIND_WRITER = 'Find out what else writes to this store, and keep it out.'

export const FINDINGS = {
  'entry-damaged': {
    weight: 'lost',
    means: 'This edit is not in the document, all others are; its bytes are set aside when the room is opened.',
    todo: RESTORE_IF_MISSING,
  },
  'entry-missing': {
    weight: 'lost',
    means: 'These edits are not in the document; those that build on them are left out too.',
    todo: RESTORE_IF_MISSING,
  },
  'entry-covered': {
    weight: 'threat',
    means: 'The newest snapshot holds it, so nothing is missing; but there is no way back behind that snapshot.',
    todo: 'Make a backup now, then `briefboard mend ROOM`.',
  },
  'entry-foreign': {
    weight: 'threat',
    means: 'It was not appended by Briefboard, and it may keep the room from being written.',
    todo: `${FIND_WRITER} \`briefboard mend ROOM\` gives the document a log without it.`,
  },
  'entry-malformed': {
    weight: 'threat',
    means:
      'It is left out, and the document is not compacted. No server of this version lets such an update into a log: ' +
      'an earlier version did, or something else has written it.',
    todo: `${FIND_WRITER} \`briefboard mend ROOM\` gives the document a log without it.`,
  },
  'room-unusable': {
    weight: 'threat',
    means: 'It is left out of the document, all else is there, and the document is not compacted.',
    todo: RESTORE_IF_MISSING,
  },
  'entry-gap': {
    weight: 'lost',
    means: 'It builds on an edit that is not in the log, so it is not in the document.',
    todo: RESTORE_IF_MISSING,
  },
  'entry-gap-closed': {
    weight: 'note',
    means: 'It built on an edit that came later, and was sent again after it: nothing is missing.',
    todo: 'Nothing.',
  },
  'entry-not-yours': {
    weight: 'note',
    means: 'It is left out and its author was told: two nodes got edits under one client id at the same moment.',
    todo: 'Nothing. Where there are many, look who it is, and whether something else writes to this store.',
  },
  'snapshot-damaged': {
    weight: 'threat',
    means: 'The room is read from what is left: the snapshot before it, or the log from its beginning.',
    todo: 'Make a backup now, and look at the findings on this room’s entries.',
  },
  'snapshot-form': {
    weight: 'threat',
    means: 'This version cannot open the room.',
    todo: 'Start the newer version that wrote it.',
  },
  'snapshot-malformed': {
    weight: 'lost',
    means: 'A part of the snapshot cannot be read, although its checksum fits.',
    todo: RESTORE,
  },
  'snapshot-differs': {
    weight: 'threat',
    means: 'One of the two lacks something: a fault of the program that made it.',
    todo: 'Make a backup now, compare the room with what people remember, and report the fault.',
  },
  quarantined: {
    weight: 'note',
    means: 'They were found damaged when the room was opened; what was in them is not in the document.',
    todo: RESTORE_IF_MISSING,
  },
  'room-heavy': {
    weight: 'threat',
    means:
      'Where it is beyond MAX_DOCUMENT_MEMORY it takes deletions only; where it does not fit into a server, nobody can open it.',
    todo: 'Delete what fills it: docs/runbook.md, Heavy documents.',
  },
  'room-slow': {
    weight: 'threat',
    means:
      'Thousands of its parts were put at one place by people who did not know of each other’s. More of that is refused; ' +
      'if it takes much longer, the document cannot be opened.',
    todo: 'docs/runbook.md, Crowded documents.',
  },
  'room-unreadable': { weight: 'lost', means: 'Nobody can open it.', todo: RESTORE },
  'room-unknown': { weight: 'threat', means: 'It is no document of Briefboard.', todo: FIND_WRITER },
  'content-unreadable': {
    weight: 'note',
    means: 'It stays in the document, and is not shown.',
    todo: 'Set it anew in the page.',
  },
  'board-without-room': {
    weight: 'lost',
    means: 'The board is listed, and cannot be opened whole.',
    todo: 'Restore a backup.',
  },
  'room-without-board': {
    weight: 'threat',
    means: 'The document is there, and nobody can reach it: its board is not listed.',
    todo: 'If it is missed, restore a backup; a half-made board of the seeds is finished by the next start.',
  },
  'room-without-card': {
    weight: 'note',
    means: 'The text is there, but its card is not on the board (after a restore: made later).',
    todo: 'Nothing, unless the card is missed.',
  },
  'record-unreadable': {
    weight: 'threat',
    means: 'What it tells counts as not there.',
    todo: 'Restore a backup; a person can be invited anew.',
  },
  'record-unknown': {
    weight: 'note',
    means: 'This version does not know it; a newer one may have written it.',
    todo: 'Nothing.',
  },
  'access-of-nobody': { weight: 'note', means: 'It lets nobody in.', todo: 'Nothing.' },
  'restore-cut': {
    weight: 'threat',
    means: 'A restore began and did not end; some things are from the backup, some are not.',
    todo: 'Run it again with the same file.',
  },
  'file-missing': { weight: 'lost', means: 'The pack offers a file that is gone.', todo: 'Build the pack anew.' },
  'file-damaged': {
    weight: 'lost',
    means: 'Whoever downloads it gets something else than was built.',
    todo: 'Build the pack anew; if that comes back, the disk is failing.',
  },
  'text-missing': {
    weight: 'lost',
    means: 'The text of a document that somebody brought is gone; its digests, if there are any, are shown alone.',
    todo: 'Import the document again, as a replacement, or restore a backup.',
  },
  'text-damaged': {
    weight: 'lost',
    means: 'The text of a document that somebody brought is not shown any more.',
    todo: 'Import the document again, as a replacement; if that comes back, the disk is failing.',
  },
  'file-of-nothing': {
    weight: 'note',
    means: 'Nothing names it: the server stopped while it was being made, or it is being made now.',
    todo: 'Nothing; it only takes space.',
  },
  'store-problem': { weight: 'threat', means: 'The store itself says so.', todo: 'As it says.' },
  'store-note': { weight: 'note', means: 'The store itself says so.', todo: 'As it says.' },
} as const satisfies Record<string, Kind>

export type FindingCode = keyof typeof FINDINGS

export interface Finding extends Kind {
  code: FindingCode
  /** A room's name, `record kind/id`, `file name` or `store`. */
  where: string
  /** In a room's log. */
  position: number | null
  what: string
}

/** Told one at a time, as they are found. */
export type Tell = (code: FindingCode, where: string, what: string, position?: number) => void

export const finding = (code: FindingCode, where: string, what: string, position: number | null = null): Finding => ({
  ...{ code, where, position, what },
  ...FINDINGS[code],
})
