/** Texts as directions in the space of their terms; the cosine between two is how alike they are. */
export interface TermIndex {
  /** Adds a text, which gets the next place, counted from 0. */
  add(terms: ReadonlyMap<string, number>): void;
  /** The places of texts by how alike they are (0 to 1), the most alike first. All texts are added before the first is compared. */
  compare(terms: ReadonlyMap<string, number>): { place: number; likeness: number }[];
  /** How rare a term is, where the text at a place has it: the natural logarithm of how many texts there are for each that has it. */
  rarityAt(term: string, place: number): number | undefined;
}

interface Term {
  rarity: number;
  /** In which texts it is, ascending, and how much of each it is. */
  places: number[];
  weights: number[];
}

/** An empty index. */
export function createTermIndex(): TermIndex {
  const index = new Map<string, Term>();
  let texts = 0;
  let squares: Float64Array | undefined;
  const rarityOf = (holders: number): number => Math.log(1 + texts / (1 + holders));
  const measure = (): Float64Array => {
    const lengths = new Float64Array(texts);
    for (const term of index.values()) {
      term.rarity = rarityOf(term.places.length);
      for (let nth = 0; nth < term.places.length; nth += 1) {
        const place = term.places[nth] ?? 0;
        lengths[place] = (lengths[place] ?? 0) + ((term.weights[nth] ?? 0) * term.rarity) ** 2;
      }
    }
    return lengths;
  };
  return {
    add(terms) {
      for (const [name, weight] of terms) {
        const term = index.get(name);
        if (term) {
          term.places.push(texts);
          term.weights.push(dampen(name, weight));
        } else index.set(name, { rarity: 0, places: [texts], weights: [dampen(name, weight)] });
      }
      texts += 1;
    },
    compare(terms) {
      squares ??= measure();
      const sums = new Map<number, number>();
      let square = 0;
      for (const [name, weight] of terms) {
        const term = index.get(name);
        const rarity = term?.rarity ?? rarityOf(0);
        const its = dampen(name, weight) * rarity;
        square += its ** 2;
        for (const [nth, place] of term?.places.entries() ?? []) {
          sums.set(place, (sums.get(place) ?? 0) + its * (term?.weights[nth] ?? 0) * rarity);
        }
      }
      return [...sums]
        .map(([place, sum]) => ({ place, likeness: sum / Math.sqrt(square * (squares?.[place] ?? 1)) }))
        .sort((one, other) => other.likeness - one.likeness);
    },
    rarityAt(name, place) {
      const term = index.get(name);
      return term?.places.includes(place) ? term.rarity : undefined;
    },
  };
}

/** A synonym's weight under which the logarithm would turn it against the text. */
const LEAST_WEIGHT = 0.4;

/** Often is more than once, and not as much more as its number; of pieces a word has many. */
function dampen(name: string, weight: number): number {
  return name.startsWith('#') ? weight : 1 + Math.log(Math.max(weight, LEAST_WEIGHT));
}
