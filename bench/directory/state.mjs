// A State: real territories, made-up ministries, and agents whose names follow those that people bear in France.
// The same seed gives the same State.
import { createRequire } from "node:module";

import languageFr from "@zxcvbn-ts/language-fr";

const require = createRequire(import.meta.url);
const territories = (name) => require(`@etalab/decoupage-administratif/data/${name}.json`);

const MINISTRIES = [
  ["Ministère de l’Éducation et de la Jeunesse", "MEJ", 0.3],
  ["Ministère de l’Intérieur et des Territoires", "MIT", 0.16],
  ["Ministère des Armées et de la Mémoire", "MAM", 0.13],
  ["Ministère de l’Économie et des Finances", "MEF", 0.09],
  ["Ministère de la Justice et du Droit", "MJD", 0.06],
  ["Ministère de l’Enseignement supérieur", "MES", 0.06],
  ["Ministère de la Transition et des Transports", "MTT", 0.04],
  ["Ministère de l’Agriculture et de la Forêt", "MAF", 0.03],
  ["Ministère du Travail et de l’Emploi", "MTE", 0.03],
  ["Ministère de la Santé publique", "MSP", 0.02],
  ["Ministère de la Culture et des Langues", "MCL", 0.02],
  ["Ministère des Relations extérieures", "MRE", 0.02],
  ["Ministère de la Mer et des Ports", "MMP", 0.01],
  ["Ministère des Sports et des Loisirs", "MSL", 0.01],
  ["Ministère des Outre-mer et des Îles", "MOI", 0.01],
  ["Services du Gouvernement", "SDG", 0.01],
];
const DIRECTIONS = [
  ["Secrétariat général", "SG"],
  ["Direction du numérique", "DNUM"],
  ["Direction des ressources humaines", "DRH"],
  ["Direction des affaires juridiques", "DAJ"],
  ["Direction du budget et des achats", "DBA"],
  ["Direction des affaires européennes et internationales", "DAEI"],
  ["Direction de la communication", "DICOM"],
  ["Direction de la recherche et de l’évaluation", "DRE"],
  ["Direction de la réglementation", "DR"],
  ["Inspection générale", "IG"],
];
const DIVISIONS = ["Sous-direction des moyens", "Sous-direction des projets", "Sous-direction de la stratégie", "Sous-direction des usages", "Sous-direction des données"];
const OFFICES = ["1A", "1B", "1C", "2A", "2B", "2C", "3A", "3B"];
const LOCAL = ["Direction départementale", "Service territorial", "Centre de gestion", "Délégation"];
const TITLES = [
  "Adjoint administratif", "Attachée d’administration", "Chargé de mission", "Chargée d’études juridiques", "Cheffe de projet numérique", "Chef de projet",
  "Gestionnaire de paie", "Gestionnaire des ressources humaines", "Contrôleur des finances", "Inspectrice des finances", "Professeur des écoles", "Professeure certifiée",
  "Conseiller d’éducation", "Gardien de la paix", "Brigadier", "Capitaine", "Ingénieure des travaux", "Technicien supérieur", "Greffière", "Surveillant", "Assistante sociale",
  "Infirmière", "Médecin inspecteur", "Développeur", "Administratrice système", "Architecte des données", "Acheteuse publique", "Juriste", "Documentaliste", "Secrétaire de direction",
  "Comptable", "Statisticien", "Chargée de communication", "Traductrice", "Archiviste", "Technicienne de laboratoire", "Ouvrier d’État", "Conducteur", "Agente d’accueil", "Rédacteur",
];

/** Numbers that look like chance: splitmix32, the same for the same seed. */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (limit) => next() % limit;
  const share = () => next() / 2 ** 32;
  const pick = (list) => list[below(list.length)];
  const uuid = () => {
    const hex = [next(), next(), next(), next()].map((word) => word.toString(16).padStart(8, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  const shuffle = (list) => {
    for (let at = list.length - 1; at > 0; at--) {
      const other = below(at + 1);
      [list[at], list[other]] = [list[other], list[at]];
    }
    return list;
  };
  return { below, share, pick, uuid, shuffle };
}

const capital = (name) => name.replace(/(^|[-' ])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());

/** Without what a CSV would have to quote. */
const plainly = (name) => name.replace(/[",]/g, "");

/** The département of a commune's code. */
const departement = (code) => code?.slice(0, code.startsWith("97") ? 3 : 2);

/** Ranks as they fall in life: the first names of the list are borne by many, the last by few. */
const frequent = (list, dice) => list[Math.floor(list.length * dice.share() ** 3)];

/** Given and family names: what people bear, with compounds, particles, and a long tail of rare names. */
export function names(dice) {
  const { dictionary } = languageFr;
  // The package has the two lists the wrong way round: `abadie`, `bertrand`… are in `firstnames-fr`.
  const given = dice.shuffle(dictionary["lastnames-fr"].map(capital));
  const family = dice.shuffle(dictionary["firstnames-fr"].map(capital));
  const particles = ["de ", "de La ", "du ", "Le ", "d’", "El ", "Saint-"];
  const rare = () => {
    // The beginning of one and the end of another: `Marchetti` and `Bertrand` give `Marchand`.
    const [left, right] = [dice.pick(family), dice.pick(family).toLowerCase()];
    return left.slice(0, Math.max(3, left.length >> 1)) + right.slice(-Math.max(3, right.length >> 1));
  };
  return () => {
    const first = dice.share() < 0.08 ? `${frequent(given, dice)}-${frequent(given, dice)}` : frequent(given, dice);
    const kind = dice.share();
    let last = kind < 0.78 ? frequent(family, dice) : rare();
    if (kind > 0.96) last = `${last}-${frequent(family, dice)}`;
    else if (kind > 0.93) last = dice.pick(particles) + last;
    return { given: first, family: last };
  };
}

/** Every organisation, parents first; `share` is its part of all agents. */
export function organisations(dice) {
  const all = [];
  const add = (parent, name, acronym, kind, share) => {
    const id = dice.uuid();
    const organisation = { id, parent, name, acronym, kind, share };
    // Short: it stands in each line of an import.
    organisation.uid = `s-${all.length}`;
    organisation.path = [...(parent?.path ?? []), id];
    organisation.acronyms = [...(parent?.acronyms ?? []), ...(acronym ? [acronym] : [])];
    organisation.root = parent?.root ?? organisation;
    all.push(organisation);
    return organisation;
  };
  const departements = territories("departements").filter(({ zone }) => zone !== "com");
  for (const [name, acronym, share] of MINISTRIES) {
    const ministry = add(undefined, name, acronym, "ministry", 0);
    const weight = 0.7 * share;
    for (const [direction, short] of DIRECTIONS) {
      const above = add(ministry, direction, short, "direction", 0);
      for (const division of DIVISIONS) {
        const below = add(above, division, "", "sub_direction", 0);
        for (const office of OFFICES) add(below, `Bureau ${office}`, "", "bureau", (weight * 0.4) / 400);
      }
    }
    for (const { nom } of departements) {
      const local = add(ministry, `${LOCAL[0]} – ${nom}`, "", "direction", 0);
      for (const service of LOCAL.slice(1)) add(local, `${service} – ${nom}`, "", "service", (weight * 0.6) / departements.length / 3);
    }
  }
  const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);
  const inhabited = new Set(departements.map(({ region }) => region));
  const regions = new Map(territories("regions").filter(({ code }) => inhabited.has(code)).map(({ code, nom }) => [code, add(undefined, `Collectivités – ${nom}`, "", "local", 0.03 / inhabited.size)]));
  const local = new Map(departements.map(({ code, nom, region }) => [code, add(regions.get(region), `Département – ${nom}`, "", "local", 0.08 / departements.length)]));
  const epci = territories("epci").filter(({ membres }) => local.has(departement(membres[0]?.code)));
  const members = sum(epci, (one) => one.populationTotale ?? 0);
  for (const one of epci) add(local.get(departement(one.membres[0].code)), plainly(one.nom), "", "local", (0.06 * (one.populationTotale ?? 0)) / members);
  const communes = territories("communes").filter(({ type, siren, departement }) => type === "commune-actuelle" && siren && local.has(departement));
  const inhabitants = sum(communes, (one) => one.population ?? 0);
  for (const one of communes) add(local.get(one.departement), `Commune – ${plainly(one.nom)}`, "", "local", (0.13 * (one.population ?? 0)) / inhabitants);
  return all;
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

/** Where the agents of a tree read their mail. */
export const domain = ({ root }) => `${plain(root.acronym || root.name)}.exemple.fr`;

/** So many agents, one after the other, each in one of the organisations; the first of an organisation leads it. */
export function* agents(organisations, count, dice) {
  const name = names(dice);
  const taken = new Map();
  const led = new Set();
  const employers = organisations.filter(({ share }) => share > 0);
  const total = employers.reduce((sum, { share }) => sum + share, 0);
  let made = 0;
  let due = 0;
  for (const organisation of employers) {
    due += (organisation.share / total) * count;
    const until = organisation === employers.at(-1) ? count : Math.min(count, Math.round(due));
    for (; made < until; made++) {
      const { given, family } = name();
      const at = domain(organisation);
      const local = `${plain(given)}.${plain(family)}`;
      const before = taken.get(`${local}@${at}`) ?? 0;
      taken.set(`${local}@${at}`, before + 1);
      const head = !led.has(organisation.id);
      led.add(organisation.id);
      yield {
        id: dice.uuid(),
        given,
        family,
        title: head ? `Responsable – ${organisation.name}` : dice.pick(TITLES),
        telephone: `0${1 + dice.below(5)}${String(dice.below(1e8)).padStart(8, "0")}`,
        address: `${local}${before ? before + 1 : ""}@${at}`,
        organisation,
        head,
      };
    }
  }
}
