/** Where the API has a report of a board. */
export const reportAddress = (board: string, symbol: string): string =>
  `/api/boards/${encodeURIComponent(board)}/reports/${symbol.split('/').map(encodeURIComponent).join('/')}`
