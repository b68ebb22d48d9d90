/** The map, apart from the charts: whoever imports it loads the outlines of the world (108 kB). */
export { countriesOf } from './assign.ts'
export { badgesOf, type Badge } from './badges.ts'
export { drawMap, type MapOptions } from './draw-map.ts'
export { mapRatio } from './frame.ts'
export { mapKey, type KeyEntry } from './legend.ts'
export { BOUNDARIES, CONTESTED_NOTE, levelWord, moment, SCALE_NOTE, trendWords } from './map-words.ts'
