/**
 * How much of the address space LMDB may use; the file grows as needed. It is far above any real size, so that LMDB never
 * has to move its map while another process reads.
 */
export const MAP_SIZE_BYTES = 2 ** 36
