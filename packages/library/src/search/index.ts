export { openSearchedBoard, type SearchedBoard } from './searched-board.ts'
