'use strict';
for (const listing of document.querySelectorAll('.listing')) {
  const body = listing.querySelector('tbody');
  const rows = Array.from(body.rows);
  const search = listing.querySelector('input[type=search]');
  if (search) {
    const [only, count] = [listing.querySelector('input[type=checkbox]'), listing.querySelector('output')];
    const texts = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));
    const show = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const urgent = row.dataset.state === 'bad' || row.dataset.state === 'attention';
        row.hidden = (only.checked && !urgent) || !words.every(word => texts.get(row).includes(word));
        if (!row.hidden) shown++;
      }
      count.textContent = shown === rows.length ? `${rows.length.toLocaleString('en')} rows` : `${shown.toLocaleString('en')} of ${rows.length.toLocaleString('en')} rows`;
    };
    search.addEventListener('input', show);
    only.addEventListener('change', show);
  }

  const heads = Array.from(listing.querySelectorAll('th'));
  heads.forEach((head, place) => head.firstChild.addEventListener('click', () => {
    const isNumber = head.classList.contains('number');
    // What is large is looked for first.
    const order = head.ariaSort ? (head.ariaSort === 'ascending' ? 'descending' : 'ascending') : isNumber ? 'descending' : 'ascending';
    for (const other of heads) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', order);
    const sign = order === 'ascending' ? 1 : -1;
    const key = row => isNumber ? Number(row.cells[place].dataset.value ?? -1) : row.cells[place].textContent;
    const compare = isNumber ? (one, other) => one - other : new Intl.Collator('en', { numeric: true }).compare;
    const keys = new Map(rows.map(row => [row, key(row)]));
    rows.sort((one, other) => sign * compare(keys.get(one), keys.get(other)));
    body.append(...rows);
  }));
}

addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(part => { part.open = true; }));
