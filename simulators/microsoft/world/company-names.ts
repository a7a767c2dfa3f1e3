// Invented words, and the .example domain that nobody can own: no customer of this sandbox can exist.
const FIRST =
  'Alderbrook Ashgrove Bellhaven Birchmere Blackmoor Briarwood Brookfield Calverton Cedarline Clearwater Copperfield Crestview Dunmore Eastgate Elmsworth Fairholm Fernhill Foxley Glenmark Goldcrest Greyfriars Hartwell Hawthorne Heathcote Highcliff Hollybank Ironbridge Juniper Kestrel Kingsmead Lakeshore Larkspur Lindenhall Longmeadow Maplewick Meridian Millbrook Northgate Oakhurst Orchardside Pemberley Pinecroft Quarrystone Ravenscar Redwood Riverbend Rosemount Saltmarsh Sandford Silverdale Southbank Stonebridge Summerfield Thornbury Tideway Underhill Valebrook Westerly Whitmore Willowbank Windermere Woodlark Yarrow Zephyr';
const TRADE =
  'Dental;Logistics;Architects;Law Group;Veterinary Clinic;Accounting;Engineering;Foods;Pharmacy;Realty;Insurance;Medical;Construction;Academy;Motors;Textiles;Packaging;Surveyors;Optics;Brewing;Joinery;Press;Hotels;Farms;Marine;Studios;Plumbing;Electrical;Nursery;Charity Trust;Recruitment;Wealth';
const TOWN =
  'Aldermoor Barrowby Castleton Drayford Eastwick Fenbridge Grantham Hexley Ilverton Kelham Lowmere Marston Norwell Ottery Penwick Rothley';

const first = FIRST.split(' ');
const trades = TRADE.split(';');
const towns = TOWN.split(' ');
const PAIRS = first.length * trades.length;
// Coprime to the number of pairs, so that neighbours differ in both words and no pair comes twice.
const STRIDE = 451;

/** The invented company of that number: plausible, and no other number below 34,816 has the same name. */
export function companyName(index: number): string {
  const pair = (index * STRIDE) % PAIRS;
  const name = `${first[pair % first.length]} ${trades[Math.floor(pair / first.length)]}`;
  const round = Math.floor(index / PAIRS);
  if (round === 0) return name;
  return round <= towns.length ? `${name} ${towns[round - 1]}` : `${name} ${round}`;
}

/** A domain nobody can own, made of the company's name. */
export function companyDomain(name: string): string {
  return `${name.toLowerCase().replace(/[^a-z0-9]+/g, '')}.example`;
}
