/** The map, apart from the charts: whoever imports it loads the outlines of the world (108 kB). */
export { drawMap, type MapOptions } from './draw-map.ts'
export { allCountries, countriesIn, countryName, type Country } from './countries.ts'
export { countriesOf } from './assign.ts'
