/** Where an arrow key leads in a grid. */

export interface GridPlace {
  row: number
  column: number
}

/** null: the key is none that moves, or there is nothing further in its direction. */
export function moved(
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  at: GridPlace,
  size: { rows: number; columns: number },
): GridPlace | null {
  const next = target(key, ctrlKey, at, size)
  if (next === null || next.row < 0 || next.row >= size.rows || next.column < 0 || next.column >= size.columns)
    return null
  return next.row === at.row && next.column === at.column ? null : next
}

function target(
  key: string,
  control: boolean,
  { row, column }: GridPlace,
  { rows, columns }: { rows: number; columns: number },
): GridPlace | null {
  switch (key) {
    case 'ArrowUp':
      return { row: row - 1, column }
    case 'ArrowDown':
      return { row: row + 1, column }
    case 'ArrowLeft':
      return { row, column: column - 1 }
    case 'ArrowRight':
      return { row, column: column + 1 }
    case 'Home':
      return { row: control ? 0 : row, column: 0 }
    case 'End':
      return { row: control ? rows - 1 : row, column: columns - 1 }
    default:
      return null
  }
}
