// What an accessibility checker looks for, in the page as the browser shows it. Returns a list of violations; empty is good.
(() => {
  const found = [];
  const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.getAttribute('class') ? '.' + e.getAttribute('class').replace(/ /g, '.') : '');
  const add = (rule, e, more) => found.push(rule + ': ' + name(e) + (more ? ' ' + more : '') + ' "' + (e.textContent || '').trim().slice(0, 40) + '"');
  const all = s => [...document.querySelectorAll(s)];

  // Colours.
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = text => { const m = /rgba?\(([\d.]+), ?([\d.]+), ?([\d.]+)(?:, ?([\d.]+))?\)/.exec(text); if (!m) return null; return [+m[1], +m[2], +m[3], m[4] === undefined ? 1 : +m[4]]; };
  const luminance = c => { const f = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }; return 0.2126 * f(c[0]) + 0.7152 * f(c[1]) + 0.0722 * f(c[2]); };
  const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)]; return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
  const backdrop = e => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c && c[3] === 1) return c; if (c && c[3] > 0) return [NaN, NaN, NaN]; } return [255, 255, 255]; };
  const behind = t => {
    const b = t.getBBox(), [x, y] = [b.x + b.width / 2, b.y + b.height / 2];
    const under = [...t.ownerSVGElement.querySelectorAll('rect')].filter(r => (r.compareDocumentPosition(t) & 4) && +r.getAttribute('x') <= x && x <= +r.getAttribute('x') + +r.getAttribute('width') && +r.getAttribute('y') <= y && y <= +r.getAttribute('y') + +r.getAttribute('height'));
    const halo = getComputedStyle(t).stroke, c = rgba(halo);
    if (c && parseFloat(getComputedStyle(t).strokeWidth) >= 3) return c;
    return under.length ? rgba(getComputedStyle(under[under.length - 1]).fill) : backdrop(t.ownerSVGElement);
  };
  let texts = 0, lowest = 99;
  for (const e of all('body *')) {
    const svg = e instanceof SVGElement;
    if (svg ? e.tagName !== 'text' : ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const style = getComputedStyle(e);
    if (style.visibility === 'hidden' || style.display === 'none' || !e.getClientRects().length) continue;
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    const r = ratio(rgba(svg ? style.fill : style.color), svg ? behind(e) : backdrop(e));
    texts++;
    lowest = Math.min(lowest, r);
    if (!(r >= (large ? 3 : 4.5))) add('contrast', e, r.toFixed(2));
    if (size < 10.5) add('small letters', e, size + 'px');
  }

  // Lines of charts against their ground: 3 to 1.
  for (const e of all('svg .series, svg .cross, svg .point, svg .mark, svg .dot, svg .axisline')) {
    const style = getComputedStyle(e), c = rgba(style.stroke);
    if (e.getClientRects().length && c && !(ratio(c, backdrop(e.ownerSVGElement)) >= 3)) add('contrast of a line', e);
  }

  // Structure.
  if (!document.documentElement.lang) found.push('html has no lang');
  if (!document.title.trim()) found.push('no title');
  for (const s of ['main', 'h1', 'body > header', 'body > nav', 'body > footer']) if (all(s).length !== 1) found.push(s + ': ' + all(s).length + ' of them');
  let level = 0;
  for (const h of all('h1, h2, h3, h4, h5, h6')) { const l = +h.tagName[1]; if (l > level + 1) add('heading skips a level', h); if (!h.textContent.trim()) add('empty heading', h); level = l; }
  const ids = all('[id]').map(e => e.id);
  for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) found.push('id twice: ' + id);
  for (const e of all('[aria-labelledby], [aria-describedby]')) for (const a of ['aria-labelledby', 'aria-describedby']) for (const id of (e.getAttribute(a) || '').split(/\s+/).filter(Boolean)) if (!document.getElementById(id) || !document.getElementById(id).textContent.trim()) add('label missing: ' + id, e);
  for (const e of all('a[href^="#"]')) if (!document.getElementById(decodeURIComponent(e.getAttribute('href').slice(1)))) add('link leads nowhere', e);
  for (const e of all('a')) if (!e.textContent.trim()) add('link without text', e);
  for (const e of all('[tabindex]')) { if (+e.getAttribute('tabindex') > 0) add('tabindex', e); if (!e.getAttribute('role')) add('focus without a role', e); if (!e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')) add('focus without a name', e); }
  for (const e of all('body *')) { const o = getComputedStyle(e).overflowX; if ((o === 'auto' || o === 'scroll') && e.scrollWidth > e.clientWidth && e.tabIndex < 0) add('scrolls without focus', e); }
  for (const e of all('section')) if (!e.getAttribute('aria-labelledby')) add('section without a name', e);

  // Pictures.
  for (const e of all('img')) { if (!(e.getAttribute('alt') || '').trim()) add('img without alt', e); if (!e.complete || !e.naturalWidth) add('img not shown', e); if (!/^data:/.test(e.src)) add('img from outside', e); }
  for (const e of all('svg')) if (e.getAttribute('role') !== 'img' || !e.querySelector('title')) add('svg without a title', e);

  // Tables.
  for (const t of all('table')) {
    if (!t.caption || !t.caption.textContent.trim()) add('table without a caption', t);
    if (!t.tHead) add('table without headers', t);
    for (const th of t.querySelectorAll('th')) { if (!['col', 'row'].includes(th.scope)) add('th without scope', th); if (!th.textContent.trim()) add('empty th', th); }
    const columns = t.tHead ? t.tHead.rows[0].cells.length : 0;
    for (const row of t.tBodies[0].rows) { if (row.cells.length !== columns) add('row of ' + row.cells.length + ' cells', row); if (row.cells[0].tagName !== 'TH') add('row without a name', row); }
  }

  // Lists and details.
  for (const e of all('details')) if (!e.firstElementChild || e.firstElementChild.tagName !== 'SUMMARY' || !e.firstElementChild.textContent.trim()) add('details without summary', e);
  for (const e of all('dl > *')) if (!['DT', 'DD', 'DIV'].includes(e.tagName)) add('in a dl', e);
  for (const e of all('ul > *, ol > *')) if (e.tagName !== 'LI') add('in a list', e);
  for (const e of all('summary, nav a')) { const b = e.getBoundingClientRect(); if (b.height && b.height < 24) add('target of ' + b.height.toFixed(1) + 'px', e); }

  // The page itself.
  if (document.documentElement.scrollWidth > window.innerWidth) {
    const wide = all('body *').filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest('.scroll') && !e.closest('.skip'));
    found.push('page scrolls sideways: ' + document.documentElement.scrollWidth + ' in ' + window.innerWidth + (wide[0] ? ', ' + name(wide[0]) : ''));
  }
  if (all('script').length) found.push('scripts');
  for (const e of all('*')) for (const a of e.attributes) if (/^on/i.test(a.name)) add('handler', e, a.name);
  return { found, texts, lowest };
})()
