/** A state in the catalogue, by which its row names an object. */
const STORED = /"hash":"([0-9a-f]{64})","blob":(?:null|"[0-9a-f]*"),"kept":"store"/g;

/** The hashes of the objects that rows name. */
export const storedHashesIn = (text: string): string[] => [...text.matchAll(STORED)].map(([, hash]) => hash!);

/** A row's text in which some contents are not kept any more. */
export const withdrawnIn = (text: string, hashes: ReadonlySet<string>): string =>
  text.replaceAll(STORED, (state: string, hash: string) =>
    hashes.has(hash) ? state.replace(/"kept":"store"$/, '"kept":null,"lack":"forgotten"') : state,
  );
