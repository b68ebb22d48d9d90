/** Every country and area there is: ISO 3166-1 codes, the name that the United Nations use, other names, and its place in M49. */

export interface Country {
  /** ISO 3166-1 alpha-2; XK for Kosovo, as on the boards. */
  iso: string
  /** ISO 3166-1 numeric, three digits; null where there is none. */
  numeric: string | null
  /** The short name of the United Nations, which is shown. */
  name: string
  /** What documents call it besides. */
  otherNames: readonly string[]
  /** From the whole world to the smallest M49 region that has it. */
  m49: readonly string[]
}

// Code, number and name, by the smallest M49 region (statistical only, as the United Nations say themselves).
const BY_SUBREGION: Record<string, string> = {
  '143': 'KZ 398 Kazakhstan; KG 417 Kyrgyzstan; TJ 762 Tajikistan; TM 795 Turkmenistan; UZ 860 Uzbekistan',
  '145':
    'AM 051 Armenia; AZ 031 Azerbaijan; BH 048 Bahrain; CY 196 Cyprus; GE 268 Georgia; IQ 368 Iraq; IL 376 Israel; JO 400 Jordan; KW 414 Kuwait; LB 422 Lebanon; OM 512 Oman; QA 634 Qatar; SA 682 Saudi Arabia; PS 275 State of Palestine; SY 760 Syrian Arab Republic; TR 792 Türkiye; AE 784 United Arab Emirates; YE 887 Yemen',
  '151':
    'BY 112 Belarus; BG 100 Bulgaria; CZ 203 Czechia; HU 348 Hungary; PL 616 Poland; MD 498 Republic of Moldova; RO 642 Romania; RU 643 Russian Federation; SK 703 Slovakia; UA 804 Ukraine',
  '154':
    'AX 248 Åland Islands; GG 831 Guernsey; JE 832 Jersey; DK 208 Denmark; EE 233 Estonia; FO 234 Faroe Islands; FI 246 Finland; IS 352 Iceland; IE 372 Ireland; IM 833 Isle of Man; LV 428 Latvia; LT 440 Lithuania; NO 578 Norway; SJ 744 Svalbard and Jan Mayen; SE 752 Sweden; GB 826 United Kingdom of Great Britain and Northern Ireland',
  '155':
    'AT 040 Austria; BE 056 Belgium; FR 250 France; DE 276 Germany; LI 438 Liechtenstein; LU 442 Luxembourg; MC 492 Monaco; NL 528 Netherlands; CH 756 Switzerland',
  '015':
    'DZ 012 Algeria; EG 818 Egypt; LY 434 Libya; MA 504 Morocco; SD 729 Sudan; TN 788 Tunisia; EH 732 Western Sahara',
  '014':
    'IO 086 British Indian Ocean Territory; BI 108 Burundi; KM 174 Comoros; DJ 262 Djibouti; ER 232 Eritrea; ET 231 Ethiopia; TF 260 French Southern Territories; KE 404 Kenya; MG 450 Madagascar; MW 454 Malawi; MU 480 Mauritius; YT 175 Mayotte; MZ 508 Mozambique; RE 638 Réunion; RW 646 Rwanda; SC 690 Seychelles; SO 706 Somalia; SS 728 South Sudan; UG 800 Uganda; TZ 834 United Republic of Tanzania; ZM 894 Zambia; ZW 716 Zimbabwe',
  '017':
    'AO 024 Angola; CM 120 Cameroon; CF 140 Central African Republic; TD 148 Chad; CG 178 Congo; CD 180 Democratic Republic of the Congo; GQ 226 Equatorial Guinea; GA 266 Gabon; ST 678 Sao Tome and Principe',
  '018': 'BW 072 Botswana; SZ 748 Eswatini; LS 426 Lesotho; NA 516 Namibia; ZA 710 South Africa',
  '011':
    'BJ 204 Benin; BF 854 Burkina Faso; CV 132 Cabo Verde; CI 384 Côte d’Ivoire; GM 270 Gambia; GH 288 Ghana; GN 324 Guinea; GW 624 Guinea-Bissau; LR 430 Liberia; ML 466 Mali; MR 478 Mauritania; NE 562 Niger; NG 566 Nigeria; SH 654 Saint Helena; SN 686 Senegal; SL 694 Sierra Leone; TG 768 Togo',
  '029':
    'AI 660 Anguilla; AG 028 Antigua and Barbuda; AW 533 Aruba; BS 044 Bahamas; BB 052 Barbados; BQ 535 Bonaire, Sint Eustatius and Saba; VG 092 British Virgin Islands; KY 136 Cayman Islands; CU 192 Cuba; CW 531 Curaçao; DM 212 Dominica; DO 214 Dominican Republic; GD 308 Grenada; GP 312 Guadeloupe; HT 332 Haiti; JM 388 Jamaica; MQ 474 Martinique; MS 500 Montserrat; PR 630 Puerto Rico; BL 652 Saint Barthélemy; KN 659 Saint Kitts and Nevis; LC 662 Saint Lucia; MF 663 Saint Martin; VC 670 Saint Vincent and the Grenadines; SX 534 Sint Maarten; TT 780 Trinidad and Tobago; TC 796 Turks and Caicos Islands; VI 850 United States Virgin Islands',
  '013':
    'BZ 084 Belize; CR 188 Costa Rica; SV 222 El Salvador; GT 320 Guatemala; HN 340 Honduras; MX 484 Mexico; NI 558 Nicaragua; PA 591 Panama',
  '005':
    'AR 032 Argentina; BO 068 Bolivia (Plurinational State of); BV 074 Bouvet Island; BR 076 Brazil; CL 152 Chile; CO 170 Colombia; EC 218 Ecuador; FK 238 Falkland Islands (Malvinas); GF 254 French Guiana; GY 328 Guyana; PY 600 Paraguay; PE 604 Peru; GS 239 South Georgia and the South Sandwich Islands; SR 740 Suriname; UY 858 Uruguay; VE 862 Venezuela (Bolivarian Republic of)',
  '021':
    'BM 060 Bermuda; CA 124 Canada; GL 304 Greenland; PM 666 Saint Pierre and Miquelon; US 840 United States of America',
  '030':
    'CN 156 China; HK 344 Hong Kong (China); MO 446 Macao (China); KP 408 Democratic People’s Republic of Korea; JP 392 Japan; MN 496 Mongolia; KR 410 Republic of Korea; TW 158 Taiwan Province of China',
  '035':
    'BN 096 Brunei Darussalam; KH 116 Cambodia; ID 360 Indonesia; LA 418 Lao People’s Democratic Republic; MY 458 Malaysia; MM 104 Myanmar; PH 608 Philippines; SG 702 Singapore; TH 764 Thailand; TL 626 Timor-Leste; VN 704 Viet Nam',
  '034':
    'AF 004 Afghanistan; BD 050 Bangladesh; BT 064 Bhutan; IN 356 India; IR 364 Iran (Islamic Republic of); MV 462 Maldives; NP 524 Nepal; PK 586 Pakistan; LK 144 Sri Lanka',
  '039':
    'AL 008 Albania; AD 020 Andorra; BA 070 Bosnia and Herzegovina; HR 191 Croatia; GI 292 Gibraltar; GR 300 Greece; VA 336 Holy See; IT 380 Italy; MT 470 Malta; ME 499 Montenegro; MK 807 North Macedonia; PT 620 Portugal; SM 674 San Marino; RS 688 Serbia; SI 705 Slovenia; ES 724 Spain; XK - Kosovo (Security Council resolution 1244 (1999))',
  '053':
    'AU 036 Australia; CX 162 Christmas Island; CC 166 Cocos (Keeling) Islands; HM 334 Heard Island and McDonald Islands; NZ 554 New Zealand; NF 574 Norfolk Island',
  '054': 'FJ 242 Fiji; NC 540 New Caledonia; PG 598 Papua New Guinea; SB 090 Solomon Islands; VU 548 Vanuatu',
  '057':
    'GU 316 Guam; KI 296 Kiribati; MH 584 Marshall Islands; FM 583 Micronesia (Federated States of); NR 520 Nauru; MP 580 Northern Mariana Islands; PW 585 Palau; UM 581 United States Minor Outlying Islands',
  '061':
    'AS 016 American Samoa; CK 184 Cook Islands; PF 258 French Polynesia; NU 570 Niue; PN 612 Pitcairn; WS 882 Samoa; TK 772 Tokelau; TO 776 Tonga; TV 798 Tuvalu; WF 876 Wallis and Futuna',
}

/** Stands in the table where a country has no number. */
const NO_NUMBER = '-'

/** Longer and shorter forms, and those from before a change of name. */
const OTHER_NAMES: Record<string, readonly string[]> = {
  BN: ['Brunei'],
  BO: ['Bolivia', 'Plurinational State of Bolivia'],
  CD: ['DR Congo'],
  CG: ['Republic of the Congo'],
  CI: ['Ivory Coast'],
  CV: ['Cape Verde'],
  CZ: ['Czech Republic'],
  FK: ['Falkland Islands', 'Malvinas'],
  FM: ['Micronesia', 'Federated States of Micronesia'],
  GB: ['United Kingdom'],
  HK: ['Hong Kong'],
  IR: ['Iran', 'Islamic Republic of Iran'],
  KP: ['North Korea'],
  KR: ['South Korea'],
  LA: ['Laos'],
  MD: ['Moldova'],
  MK: ['the former Yugoslav Republic of Macedonia'],
  MM: ['Burma'],
  MO: ['Macao'],
  PS: ['Palestine'],
  RU: ['Russia'],
  ST: ['São Tomé and Príncipe'],
  SY: ['Syria'],
  SZ: ['Swaziland'],
  TL: ['East Timor'],
  TR: ['Turkey'],
  TW: ['Taiwan'],
  TZ: ['Tanzania'],
  US: ['United States'],
  VA: ['Vatican City'],
  VE: ['Venezuela', 'Bolivarian Republic of Venezuela'],
  VN: ['Vietnam'],
  XK: ['Kosovo'],
}

/** Each M49 region with the one that it is a part of. */
const PART_OF: Record<string, string | null> = {
  ...{ '001': null, '002': '001', '019': '001', '142': '001', '150': '001', '009': '001' },
  ...{ '015': '002', '202': '002', '011': '202', '014': '202', '017': '202', '018': '202' },
  ...{ '419': '019', '021': '019', '005': '419', '013': '419', '029': '419' },
  ...{ '030': '142', '034': '142', '035': '142', '143': '142', '145': '142' },
  ...{ '039': '150', '151': '150', '154': '150', '155': '150' },
  ...{ '053': '009', '054': '009', '057': '009', '061': '009' },
}

/** North America lies across the tree: M49 counts its parts to other regions too. */
const ACROSS: ReadonlyMap<string, readonly string[]> = new Map([['003', ['013', '021', '029']]])

export const COUNTRIES: readonly Country[] = Object.entries(BY_SUBREGION).flatMap(([region, listed]) =>
  listed.split('; ').map((entry): Country => {
    const [iso = '', numeric = '', ...name] = entry.split(' ')
    return {
      ...{ iso, numeric: numeric === NO_NUMBER ? null : numeric, name: name.join(' ') },
      ...{ otherNames: OTHER_NAMES[iso] ?? [], m49: pathOf(region) },
    }
  }),
)

/** The M49 regions in which the countries lie, and those across. */
export const M49_REGIONS: ReadonlySet<string> = new Set([...Object.keys(PART_OF), ...ACROSS.keys()])

const BY_CODE: ReadonlyMap<string, Country> = new Map(COUNTRIES.map((country) => [country.iso, country]))
const BY_NUMBER: ReadonlyMap<string | null, Country> = new Map(COUNTRIES.map((country) => [country.numeric, country]))

/** The code itself where no country has it. */
export const countryName = (iso: string): string => BY_CODE.get(iso)?.name ?? iso

/** By ISO 3166-1 numeric, three digits. */
export const countryByNumber = (numeric: string): Country | null => BY_NUMBER.get(numeric) ?? null

/** The countries of an M49 region, or the one country that has the code; empty for a code that is none. */
export function countriesIn(code: string): string[] {
  const across = ACROSS.get(code)
  if (across !== undefined) return across.flatMap(countriesIn)
  return COUNTRIES.filter(({ m49, numeric }) => m49.includes(code) || numeric === code).map(({ iso }) => iso)
}

function pathOf(region: string): string[] {
  const wider = PART_OF[region] ?? null
  return wider === null ? [region] : [...pathOf(wider), region]
}
