/** Countries and areas that the world at 1:110 million leaves out: where their dot stands. */

// Code, longitude and latitude in degrees.
const LISTED = `
BH 50.5 26; AX 19.9 60.2; GG -2.6 49.5; JE -2.1 49.2; FO -6.9 62.2; IM -4.5 54.2; SJ 16 78.5; LI 9.5 47.1
MC 7.4 43.8; IO 72.4 -7.3; KM 43.3 -11.7; MU 57.6 -20.3; YT 45.1 -12.8; RE 55.5 -21.1; SC 55.5 -4.7; ST 6.6 0.2
CV -23.6 15.1; SH -5.7 -16; AI -63.1 18.2; AG -61.8 17.1; AW -70 12.5; BB -59.6 13.2; BQ -68.3 12.2; VG -64.6 18.4
KY -81.3 19.3; CW -69 12.2; DM -61.4 15.4; GD -61.7 12.1; GP -61.5 16.2; MQ -61 14.6; MS -62.2 16.7; BL -62.8 17.9
KN -62.7 17.3; LC -61 13.9; MF -63.1 18.1; VC -61.2 13.3; SX -63.1 18.1; TC -71.7 21.8; VI -64.8 17.7
BV 3.4 -54.4; GS -36.7 -54.4; BM -64.8 32.3; PM -56.3 46.9; HK 114.1 22.4; MO 113.5 22.2; SG 103.8 1.4
MV 73.5 4.2; AD 1.6 42.5; GI -5.3 36.1; VA 12.4 41.9; MT 14.4 35.9; SM 12.5 43.9; CX 105.6 -10.5; CC 96.8 -12.2
HM 73.5 -53.1; NF 167.9 -29.1; GU 144.8 13.4; KI 173 1.4; MH 171.2 7.1; FM 158.2 6.9; NR 166.9 -0.5; MP 145.7 15.2
PW 134.6 7.5; UM -162.1 5.9; AS -170.7 -14.3; CK -159.8 -21.2; PF -149.4 -17.7; NU -169.9 -19; PN -128.3 -24.4
WS -172.4 -13.6; TK -171.8 -9.2; TO -175.2 -21.2; TV 179.2 -8.5; WF -178.1 -14.3
`

/** Longitude and latitude, by ISO 3166-1 alpha-2. */
export const SMALL_STATES: ReadonlyMap<string, [longitude: number, latitude: number]> = new Map(
  LISTED.trim()
    .split(/;\s|\n/)
    .map((entry) => {
      const [iso = '', longitude, latitude] = entry.split(' ')
      return [iso, [Number(longitude), Number(latitude)]]
    }),
)
