// Opens pages in one chromium, and says of each what it did: `node visit.mjs < job.json > found.json`.
//
// The job: `chromium` (path), `site` (URL), `paths`, `policy` (whether the Content-Security-Policy holds), `axe` (whether
// to check accessibility), `tabs` (how many at once). Nothing but the site itself is reached: every other request is
// noted, and refused.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 640 };
const RULES = { resultTypes: ['violations'], preload: false, rules: { 'target-size': { enabled: true } } };
const WAITS = { waitUntil: 'load', timeout: 30_000 };

const job = JSON.parse(await readFile('/dev/stdin', 'utf8'));
const axe = job.axe ? await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8') : '';
const browser = await chromium.launch({
  executablePath: job.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--process-per-site'],
});
try {
  const waiting = [...job.paths.entries()];
  const found = [];
  const reader = async () => {
    const tab = await opened(browser);
    for (let next; (next = waiting.shift()); ) found[next[0]] = await visit(tab, next[1]);
  };
  await Promise.all(Array.from({ length: job.tabs }, reader));
  process.stdout.write(JSON.stringify(found));
} finally {
  await browser.close();
}

/** A tab for any number of visits: `said` is what the page that it shows has done. */
async function opened(browser) {
  const context = await browser.newContext({ viewport: DESK, bypassCSP: !job.policy, serviceWorkers: 'block' });
  const page = await context.newPage();
  const tab = { page, said: { ran: [], refused: [], requests: [] } };
  await page.exposeFunction('__ran', what => void tab.said.ran.push(what));
  await page.exposeFunction('__refused', what => void tab.said.refused.push(what));
  await page.addInitScript(hooks);
  await context.route(url => !url.href.startsWith(`${job.site}/`), route => {
    tab.said.requests.push([route.request().resourceType(), route.request().url()]);
    return route.abort();
  });
  page.on('dialog', dialog => { tab.said.ran.push('dialog'); void dialog.dismiss(); });
  page.on('popup', () => tab.said.ran.push('popup'));
  page.on('websocket', socket => tab.said.requests.push(['websocket', socket.url()]));
  page.on('framenavigated', frame => { tab.said.pages += frame === page.mainFrame() ? 1 : 0; });
  return tab;
}

async function visit(tab, path) {
  await tab.page.goto('about:blank'); // what the page before has begun ends here, and is not taken for this one's
  const said = (tab.said = { path, ran: [], refused: [], requests: [], pages: 0 });
  const answer = await tab.page.goto(job.site + path, WAITS);
  said.status = answer.status();
  try {
    await tab.page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(done))));
    Object.assign(said, await tab.page.evaluate(shape));
    if (job.axe) Object.assign(said, await accessible(tab.page));
  } catch (error) {
    said.stopped = error.message; // it went elsewhere meanwhile
    await tab.page.waitForLoadState();
  }
  return { ...said, url: tab.page.url() };
}

/** In every frame, before anything of the page: whatever runs, or is refused, is noted. */
function hooks() {
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => void window.__ran(name);
  document.addEventListener('securitypolicyviolation', event => {
    void window.__refused(`${event.effectiveDirective} ${event.blockedURI}`);
  });
}

/** What the page is made of, the author's body apart from the theme's part around it. */
function shape() {
  const named = element => {
    const attributes = element.getAttributeNames().filter(name => name !== 'class').sort();
    const classes = [...element.classList].map(name => `.${name}`).join('');
    return element.localName + classes + (attributes.length ? `[${attributes.join(' ')}]` : '');
  };
  const path = element => (element.parentElement ? `${path(element.parentElement)} > ` : '') + named(element);
  const all = [...document.querySelectorAll('*')];
  const inside = all.filter(element => element.parentElement?.closest('.body'));
  const outside = all.filter(element => !element.parentElement?.closest('.body'));
  const count = selector => document.querySelectorAll(selector).length;
  const data = document.querySelector('script[type="application/ld+json"]');
  return {
    title: document.title,
    heading: document.querySelector('h1')?.textContent,
    headline: data && JSON.parse(data.textContent).headline,
    frame: [...document.body.children].map(named),
    landmarks: Object.fromEntries(
      ['html', 'head', 'title', 'body', 'main', 'h1', '.masthead', '.colophon', '.body'].map(each => [each, count(each)]),
    ),
    paths: [...new Set(outside.map(path))].sort(),
    inside: [...new Set(inside.map(each => `${each.localName} ${each.getAttributeNames().join(' ')}`.trim()))].sort(),
    schemes: [...new Set([...document.links].map(link => link.protocol))].sort(),
    scripted: all.flatMap(each => each.getAttributeNames()).filter(name => name.startsWith('on') || name === 'style'),
  };
}

/** What axe has to say, on a desk in the light and on a telephone in the dark; and how far that must be scrolled aside. */
async function accessible(page) {
  await page.evaluate(axe);
  await shown(page, 'light', DESK);
  const light = await violations(page);
  await shown(page, 'dark', PHONE);
  const aside = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return { light, dark: await violations(page), aside };
}

/** Once colours have changed altogether: they may do so by and by. */
async function shown(page, colorScheme, size) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(size);
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(done))));
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(each => each.finished)).then(() => null));
}

async function violations(page) {
  const { violations } = await page.evaluate(rules => axe.run(rules), RULES);
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}: ${node.failureSummary}`));
}
