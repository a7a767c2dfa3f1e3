// Enhances a page that is whole without it: search, filters, order, copy buttons, a tenant's values in steps.
// Reads and writes texts and attributes only; nothing here makes markup from text.

const find = (selector) => document.querySelector(selector);
const announcement = find('#announcement');
const list = find('#rows');
const rows = list ? [...list.children] : [];
const rank = ['fail', 'unknown', 'warn', 'accepted', 'skipped', 'pass'];

const nameOf = (row) => row.querySelector('bdi').textContent;
const idOf = (row) => row.querySelector('.id').textContent;
const domainOf = (row) => row.querySelector('.domain')?.textContent ?? row.dataset.domain ?? idOf(row);
const causesOf = (row) => row.dataset.causes.split(' ');

// Search, filters and order.
const texts = new Map();
const textOf = (row) => {
  let text = texts.get(row);
  if (text === undefined) {
    const parts = [...row.querySelectorAll('bdi, .domain, .why, code')].map((part) => part.textContent);
    text = parts.join('\n').toLowerCase();
    texts.set(row, text);
  }
  return text;
};

const applyFilters = () => {
  const words = find('#search').value.toLowerCase().split(/\s+/).filter(Boolean);
  const status = find('#tools input[name=status]:checked').value;
  const cause = find('#cause')?.value ?? '';
  let shown = 0;
  for (const row of rows) {
    const matches =
      (status === '' || row.dataset.status === status) &&
      (cause === '' || causesOf(row).includes(cause)) &&
      words.every((word) => textOf(row).includes(word));
    row.hidden = !matches;
    if (matches) shown += 1;
  }
  find('#none').hidden = shown > 0;
  list.hidden = shown === 0;
  const whole = `${rows.length.toLocaleString('en-GB')} ${rows.length === 1 ? 'tenant' : 'tenants'}`;
  find('#shown').textContent = shown === rows.length ? whole : `${shown.toLocaleString('en-GB')} of ${whole}`;
};

const applyOrder = () => {
  const order = find('#order').value;
  const collator = new Intl.Collator('en', { numeric: true });
  const keyed = rows.map((row) => ({ row, name: nameOf(row), rank: rank.indexOf(row.dataset.status) }));
  const byName = (a, b) => collator.compare(a.name, b.name);
  const orders = {
    status: (a, b) => a.rank - b.rank || byName(a, b),
    'status-up': (a, b) => b.rank - a.rank || byName(a, b),
    name: byName,
    'name-down': (a, b) => byName(b, a),
  };
  list.replaceChildren(...keyed.sort(orders[order]).map(({ row }) => row));
};

if (list) {
  let pending;
  find('#search').addEventListener('input', () => {
    clearTimeout(pending);
    pending = setTimeout(applyFilters, 80);
  });
  for (const input of document.querySelectorAll('#cause, #tools input[name=status]')) {
    input.addEventListener('change', applyFilters);
  }
  find('#order').addEventListener('change', applyOrder);
  find('#tools').hidden = false;
  applyFilters();
}

const showAll = () => {
  find('#search').value = '';
  find('#tools input[name=status][value=""]').checked = true;
  if (find('#cause')) find('#cause').value = '';
  applyFilters();
};

// Links within the page: into the table, filtered by a cause; to a row or a guide, which opens.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-show-cause]');
  if (!link || !list) return;
  showAll();
  find('#cause').value = link.dataset.showCause;
  applyFilters();
});

const openTarget = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (!target) return;
  if (target.hidden) showAll();
  const details = target.matches('details') ? target : target.querySelector(':scope > details.row');
  if (details) details.open = true;
  target.scrollIntoView();
};
addEventListener('hashchange', openTarget);
openTarget();

// Copying.
const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) throw new Error('not copied');
  }
};

const addCopyButton = (source, label, name, textOfSource = () => source.textContent) => {
  if (source.dataset.copyable) return;
  source.dataset.copyable = 'yes';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = label;
  button.setAttribute('aria-label', name);
  button.addEventListener('click', async () => {
    const outcome = await copyText(textOfSource()).then(
      () => 'Copied',
      () => 'Not copied: select the text',
    );
    button.textContent = outcome;
    announcement.textContent = outcome;
    setTimeout(() => {
      button.textContent = label;
      announcement.textContent = '';
    }, 2000);
  });
  source.after(button);
};

// As lines of text, for a support request.
const evidenceOf = (evidence) =>
  [...evidence.children]
    .map((field) => `${field.querySelector('dt').textContent}: ${field.querySelector('dd').firstChild.textContent}`)
    .join('\n');

// Buttons are made when a part opens: ten thousand rows need none before.
const addCopyButtons = (part) => {
  for (const message of part.querySelectorAll('.message')) addCopyButton(message, 'Copy message', 'Copy message');
  for (const id of part.querySelectorAll('.ids .id')) addCopyButton(id, 'Copy', 'Copy tenant id');
  for (const value of part.querySelectorAll('dd > code')) {
    const label = value.closest('div').querySelector('dt').textContent;
    if (/ id$/.test(label)) addCopyButton(value, 'Copy', `Copy ${label.toLowerCase()}`);
  }
  for (const evidence of part.querySelectorAll('dl')) {
    addCopyButton(evidence, 'Copy evidence', 'Copy evidence', () => evidenceOf(evidence));
  }
};
document.addEventListener('toggle', (event) => event.target.open && addCopyButtons(event.target), { capture: true });
for (const part of document.querySelectorAll('details[open]')) addCopyButtons(part);

// The values of one tenant in a cause's steps, links and message.
const fillCard = (card, row) => {
  const values = row && { tenantId: idOf(row), tenantDomain: domainOf(row), tenantName: nameOf(row) };
  for (const place of card.querySelectorAll('[data-fill]')) {
    place.dataset.open ??= place.textContent;
    place.textContent = values?.[place.dataset.fill] ?? place.dataset.open;
  }
  for (const link of card.querySelectorAll('a[data-href]')) {
    link.removeAttribute('href');
    const address = link.dataset.href.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values?.[name] ?? '';
      return /^[A-Za-z0-9.-]+$/.test(value) ? value : whole;
    });
    if (!/[{}]/.test(address) && address.startsWith('https://')) link.href = address;
  }
};

for (const select of document.querySelectorAll('[data-subject-of]')) {
  const card = select.closest('.card');
  if (!card.querySelector('[data-fill], a[data-href]')) continue;
  const cause = select.dataset.subjectOf;
  const affected = rows.filter((row) => causesOf(row).includes(cause));
  for (const row of affected) {
    const option = document.createElement('option');
    option.textContent = nameOf(row);
    option.value = row.id;
    select.append(option);
  }
  select.addEventListener('change', () => fillCard(card, document.getElementById(select.value)));
  select.parentElement.hidden = false;
  card.classList.add('choosable');
}
